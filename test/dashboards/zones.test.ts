import { describe, expect, it } from "vitest";
import { dayStart, localDay, zoneNamed } from "../../src/dashboards/zones.ts";

const DAY = 86_400_000;
const start = (date: string, zone: string): string =>
  new Date(dayStart(Date.parse(date) / DAY, zone)).toISOString();

describe("a local day begins", () => {
  it.each([
    ["Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00.000Z"],
    ["Europe/Berlin", "2026-03-30", "2026-03-29T22:00:00.000Z"],
    ["Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00.000Z"],
    ["Europe/Berlin", "2026-10-26", "2026-10-25T23:00:00.000Z"],
    ["Asia/Kathmandu", "2026-01-01", "2025-12-31T18:15:00.000Z"],
    // Midnight was skipped: the day began at 01:00.
    ["America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00.000Z"],
    // Clocks went from 00:00 back to 23:00 of the day before, which had 25 hours.
    ["America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00:00.000Z"],
    // 30 December did not happen: it begins, and ends, with the 31st.
    ["Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00.000Z"],
    ["Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00.000Z"],
    // Long before standard time, noon was when the sun was highest there.
    ["Asia/Tokyo", "0050-01-02", "0050-01-01T14:41:01.000Z"],
    ["Asia/Tokyo", "0000-01-02", "0000-01-01T14:41:01.000Z"],
  ])("in %s on %s at %s", (zone, date, expected) => {
    expect(start(date, zone)).toBe(expected);
  });

  it("where the one before ends, through a year of any zone", () => {
    const first = Date.UTC(2026, 0, 1) / DAY;
    for (const zone of ["America/New_York", "Africa/Cairo", "Australia/Lord_Howe", "UTC"]) {
      for (let day = first; day < first + 365; day++) {
        const at = dayStart(day, zone);
        expect([localDay(at, zone), localDay(at - 1, zone)], zone).toEqual([day, day - 1]);
      }
    }
  });
});

it.each([
  ["europe/berlin", "Europe/Berlin"],
  ["GMT", "UTC"],
  ["etc/utc", "UTC"],
  ["Mars/Base", undefined],
  ["+02:00", undefined],
  ["", undefined],
])("knows %j as %s", (name, expected) => {
  expect(zoneNamed(name)).toBe(expected);
});

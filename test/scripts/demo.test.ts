import { describe, expect, it } from "vitest";
import { demoData } from "../../scripts/demo.ts";
import { HANDBOOK } from "../../scripts/demo/handbook.ts";
import { createCalendar } from "../../scripts/demo/calendar.ts";

const NOON = new Date("2026-03-18T12:00:00Z");
const KEYS: Record<string, string[]> = {
  academy_aliases: ["slug"],
  segment_members: ["segment_id", "customer_id"],
};
const keyOf = (dataset: string, record: Record<string, unknown>) =>
  JSON.stringify((KEYS[dataset] ?? ["id"]).map((field) => record[field]));

describe("the demo's data", () => {
  it("are the same every time", () => {
    expect(demoData(NOON)).toEqual(demoData(new Date(NOON)));
  });

  it.each(["2026-01-01T00:00:00Z", "2026-03-01T23:59:59Z", NOON.toISOString()])(
    "hold each key once, and nothing empty, at %s",
    (now) => {
      for (const [dataset, records] of demoData(new Date(now))) {
        const keys = new Set(records.map((record) => keyOf(dataset, record)));
        expect(keys.size, dataset).toBe(records.length);
        expect(keys.size, dataset).toBeGreaterThan(0);
      }
    },
  );

  it("hold no event of the future", () => {
    const now = NOON.toISOString();
    const events = { activities: "timestamp", interactions: "timestamp", runs: "completed_at" };
    for (const [dataset, field] of Object.entries(events)) {
      const late = demoData(NOON)
        .get(dataset)
        ?.filter((one) => String(one[field]) > now);
      expect(late, dataset).toEqual([]);
    }
  });
});

it("the demo's handbook has pages of prose with names of their own", () => {
  expect(new Set(HANDBOOK.map(({ title }) => title)).size).toBe(HANDBOOK.length);
  for (const { title, content } of HANDBOOK) {
    expect(content.startsWith(`# ${title}\n`)).toBe(true);
    expect(content.split(/\s+/).length, title).toBeGreaterThan(90);
  }
});

it.each([
  ["2026-03-18", "2026-W12"],
  ["2027-01-01", "2026-W53"],
  ["2024-12-30", "2025-W01"],
])("the ISO week of %s is %s", (day, week) => {
  expect(createCalendar(new Date(`${day}T12:00:00Z`)).week).toBe(week);
});

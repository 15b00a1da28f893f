import { describe, expect, it } from "vitest";
import { json } from "../../kit/server.ts";
import { acquisitionRows, newReporters } from "../reports-kit.ts";
import { randomRows } from "./random-rows.ts";

const reporters = await newReporters();
const { ask, tenantId } = reporters;
const COUNT = 2_300;
const rows = randomRows(COUNT);
const ids = await acquisitionRows(tenantId, rows);
const stored = rows.map((row, at) => ({ ...row, id: ids[at] ?? 0 }));
const BOTH = { academy: "1,2" };
const RANGE = "/acquisition?date_start=2026-01-01";

type Stored = (typeof stored)[number] & Record<string, string | number | null>;

/** The contract's order: the keys, NULL last ascending and first descending, then id descending. */
function inOrder(sort: string): number[] {
  const keys = [...sort.split(","), "-id"];
  const compare = (a: Stored, b: Stored): number => {
    for (const key of keys) {
      const [field, sign] = key.startsWith("-") ? [key.slice(1), -1] : [key, 1];
      const [x, y] = [a[field] ?? null, b[field] ?? null];
      if (x === y) continue;
      if (x === null) return sign;
      if (y === null) return -sign;
      return x < y ? -sign : sign;
    }
    return 0;
  };
  return (stored as Stored[]).toSorted(compare).map(({ id }) => id);
}

const SORTS = [
  "-report_date",
  "user_id",
  "-user_id",
  "source_type,-user_id",
  "-funnel_tier,user_id,report_date",
  "created_at,created_at,-created_at",
];

const idsOf = async (response: Response): Promise<number[]> =>
  (await json(response)).map(({ id }: { id: number }) => id);

describe.each(SORTS)("sorted by %s", (sort) => {
  const whole = inOrder(sort);

  it("pages at any offset are slices of the whole", async () => {
    for (const [limit, offset] of [
      [20, 0],
      [7, 993],
      [1_000, 1_000],
      [1_000, 2_290],
      [5, 2_300],
    ] as const) {
      const page = await ask(`${RANGE}&sort=${sort}&limit=${limit}&offset=${offset}`, BOTH);
      expect(await idsOf(page)).toEqual(whole.slice(offset, offset + limit));
      expect(page.headers.get("X-Total-Count")).toBe(String(COUNT));
    }
  });

  it("an export holds all of it, once each and in order", async () => {
    const response = await ask(`${RANGE}&sort=${sort}&format=ndjson`, BOTH);
    const lines = (await response.text()).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(whole);
    expect(response.headers.get("X-Total-Count")).toBe(String(COUNT));
  });
});

it("shows a day that is past the last page as empty, with a way back", async () => {
  const response = await ask(`${RANGE}&offset=5000&limit=20`, BOTH);
  expect(await json(response)).toEqual([]);
  expect(response.headers.get("Link")).toContain('offset=4980>; rel="previous"');
  expect(response.headers.get("Link")).not.toContain('rel="next"');
});

it.each([
  ["", 20, 1],
  ["limit=0", 20, 1],
  ["limit=-5", 20, 1],
  ["limit=x&offset=y", 20, 1],
  ["limit=1001", 1_000, 1],
  ["limit=99999999999999999999", 1_000, 1],
  ["limit=10&offset=25", 10, 3],
  ["offset=99999999999999999999999", 20, 450_359_962_737_050],
  ["limit=10&limit=3&offset=3", 3, 2],
])("%s: %i rows a page, page %i", async (query, perPage, page) => {
  const response = await ask(`${RANGE}&${query}`, BOTH);
  expect(response.status).toBe(200);
  expect(response.headers.get("X-Per-Page")).toBe(String(perPage));
  expect(response.headers.get("X-Page")).toBe(String(page));
});

it.each([
  ["envelope=true", true],
  ["envelope=x", true],
  ["envelope=", false],
  ["envelope=False", false],
  ["envelope=OFF", false],
  ["envelope=no", false],
  ["limit=5", false],
])("%s: envelope %s", async (query, envelope) => {
  expect(Array.isArray(await json(await ask(`${RANGE}&${query}`, BOTH)))).toBe(!envelope);
});

it("keeps what else was asked for in its links, with commas as commas", async () => {
  const query = "limit=2&date_start=2026-01-01&offset=4&academy=1%2C2&sort=-user_id";
  const link = (await ask(`/acquisition?${query}`, BOTH)).headers.get("Link");
  const kept = "date_start=2026-01-01&academy=1,2&sort=-user_id";
  const [first, next, previous, last] = [
    `limit=2&${kept}`,
    `${kept}&limit=2&offset=6`,
    `${kept}&limit=2&offset=2`,
    `${kept}&limit=2&offset=${COUNT - 2}`,
  ].map((one) => `https://almanac.test/v1/monitoring/report/acquisition?${one}`);
  expect(link).toBe(
    `<${first}>; rel="first", <${next}>; rel="next", <${previous}>; rel="previous", <${last}>; rel="last"`,
  );
});

it("answers HEAD with the headers alone", async () => {
  const response = await ask(`${RANGE}&format=csv`, { ...BOTH, method: "HEAD" });
  expect(response.status).toBe(200);
  expect(response.headers.get("X-Total-Count")).toBe(String(COUNT));
  expect(await response.text()).toBe("");
});

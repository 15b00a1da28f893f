import { describe, expect, it } from "vitest";
import { json } from "../kit/server.ts";
import { catalogue, createBoard, event, traffic } from "./fixtures.ts";

const { get, read } = await createBoard([catalogue, traffic]);

describe("meta=1", () => {
  it("tells how the answer was made, which nobody may keep", async () => {
    const response = await get("type=acceptance_rate&meta=1", { "X-Request-Id": "mine" });
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    expect(response.headers.get("ETag")).toBeNull();
    const { meta, ...answer } = await json(response);
    expect(answer).toEqual(await read("type=acceptance_rate"));
    expect(meta).toEqual({
      asOf: "2026-03-30T15:00:00.000Z",
      from: "2026-03-23T00:00:00.000Z",
      to: "2026-03-30T15:00:00.000Z",
      tz: "UTC",
      dataVersion: expect.any(Number),
      sampled: false,
      sampleSize: null,
      rowsRead: expect.any(Number),
      durationMs: 0,
      requestId: "mine",
    });
    expect(meta.rowsRead).toBeGreaterThan(0);
    expect((await read("type=funnel&meta=1")).meta).toMatchObject({ from: null, to: null });
  });
});

describe("tz", () => {
  it("makes the days of a trend local", async () => {
    const { data } = await read("type=daily_trend&tz=Pacific/Auckland");
    expect(data.map(({ name }: { name: string }) => name)).toEqual(
      [25, 26, 27, 28, 29, 30, 31].map((day) => `Mar ${day}`),
    );
    expect(data.slice(4, 6)).toEqual([
      { name: "Mar 29", impressions: 40, conversions: 0 },
      { name: "Mar 30", impressions: 100, conversions: 6 },
    ]);
    const inSegment = await read("type=daily_trend&tz=Pacific/Auckland&segmentId=segV");
    expect(inSegment.data[5]).toEqual({ name: "Mar 30", impressions: 20, conversions: 2 });
  });

  it("is that of the dates in from and to, summer time included", async () => {
    const own = await createBoard([catalogue]);
    const at = (id: string, timestamp: string) => ({
      ...event(id, "c", { outcome: "impression" }),
      timestamp,
    });
    await own.put({
      interactions: [
        at("1", "2026-03-28T22:59:59.999Z"),
        at("2", "2026-03-28T23:00:00.000Z"),
        at("3", "2026-03-29T21:59:59.999Z"),
        at("4", "2026-03-29T22:00:00.000Z"),
      ],
    });
    const query = "type=daily_trend&tz=Europe/Berlin&from=2026-03-28&to=2026-03-30";
    const { data } = await own.read(query);
    expect(data.map(({ impressions }: { impressions: number }) => impressions)).toEqual([1, 2, 1]);
  });
});

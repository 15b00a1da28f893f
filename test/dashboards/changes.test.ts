import { expect, it } from "vitest";
import { ingest, remove } from "../kit/ingest.ts";
import { createServer } from "../kit/server.ts";
import { catalogue, createBoard, event, traffic } from "./fixtures.ts";

const QUERIES = [
  "type=summary",
  "type=acceptance_rate&days=30",
  "type=offer_performance&days=30",
  "type=channel_effectiveness",
  "type=funnel",
  "type=daily_trend&segmentId=segV",
  "type=offer_performance_grouped&groupBy=segment&days=30",
  "type=revenue_trend&days=30",
];

it("never counts another tenant's rows, however equal their ids", async () => {
  const own = await createBoard([catalogue, traffic]);
  const before = await Promise.all(QUERIES.map(own.read));
  const tenfold = traffic["interactions"]?.flatMap((row) =>
    Array.from({ length: 10 }, (_, at) => ({ ...row, id: `${Reflect.get(row, "id")}-${at}` })),
  );
  const other = await createBoard([catalogue, traffic], own.server);
  await other.put({ interactions: tenfold ?? [] });
  own.server.setNow(Date.parse("2026-03-30T15:00:16Z"));
  expect(await Promise.all(QUERIES.map(own.read))).toEqual(before);
});

it("reads a row of count n as n rows (E2)", async () => {
  const one = await createBoard([catalogue, traffic]);
  const many = await createBoard([catalogue, traffic]);
  const spread = traffic["interactions"]?.flatMap((row) => {
    const { id, count } = row as { id: string; count: number };
    return Array.from({ length: count }, (_, at) => ({ ...row, id: `${id}#${at}`, count: 1 }));
  });
  const keys = (traffic["interactions"] ?? []).map((row) => Reflect.get(row, "id"));
  await remove(many.server, many.admin, "interactions", keys);
  await many.put({ interactions: spread ?? [] });
  for (const query of QUERIES) expect(await many.read(query), query).toEqual(await one.read(query));
});

it("replaced, deleted and moved interactions count as in a fresh load (E4)", async () => {
  const changed = await createBoard([catalogue, traffic]);
  const moved = event("c1-i", "c1", { outcome: "impression", count: 7, daysAgo: 3, offer: "offB" });
  const replaced = event("c1-v", "c1", { outcome: "convert", value: -20 });
  await changed.put({ interactions: [moved, replaced] });
  await remove(changed.server, changed.admin, "interactions", ["c2-v", "c20-i"]);
  const fresh = await createBoard([catalogue]);
  const { interactions: _, ...others } = traffic;
  const kept = (traffic["interactions"] ?? []).filter(
    (row) => !["c1-i", "c1-v", "c2-v", "c20-i"].includes(Reflect.get(row, "id")),
  );
  await fresh.put({ ...others, interactions: [...kept, moved, replaced] });
  for (const query of QUERIES) {
    expect(await changed.read(query), query).toEqual(await fresh.read(query));
  }
  const { data } = await changed.read("type=revenue_trend");
  expect(data.at(-2)).toEqual({ name: "Mar 29", revenue: 180 });
});

it("counts a delivery as impression once its outcome type says so, in history too (E4)", async () => {
  const { put, read } = await createBoard([catalogue]);
  await put({
    interactions: [event("d", "c", { outcome: "delivery", count: 3, daysAgo: 5 })],
  });
  expect((await read("type=daily_trend")).data[1].impressions).toBe(0);
  const delivery = { key: "delivery", classification: "neutral", category: "impression" };
  await put({ outcome_types: [{ ...delivery, is_exposure: true }] });
  expect((await read("type=daily_trend")).data[1].impressions).toBe(3);
});

it("an outcome type that is gone leaves events, which count as traffic only", async () => {
  const server = createServer();
  const { admin, read, put } = await createBoard([catalogue], server);
  await put({ interactions: [event("d", "c", { outcome: "click", channel: "chW", value: 5 })] });
  await remove(server, admin, "outcome_types", ["click"]);
  expect((await read("type=acceptance_rate")).data).toEqual([]);
  expect(await read("type=revenue_trend")).toMatchObject({ hasRealData: true });
  const { data } = await read("type=channel_effectiveness");
  expect(data.map(({ channelId }: { channelId: string }) => channelId)).toContain("chW");
  const { status } = await ingest(server, admin, "interactions", [
    event("e", "c", { outcome: "click" }),
  ]);
  expect(status).toBe(422);
});

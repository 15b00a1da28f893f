import { describe, expect, it } from "vitest";
import { ingest, rowCounts } from "../kit/ingest.ts";
import { createServer, json, newTenant } from "../kit/server.ts";

const server = createServer();
const { adminKey: key } = await newTenant(server);

const offer = { id: "o1", name: "Card", status: "active" };
const interaction = {
  id: "i1",
  customer_id: "c1",
  outcome: "click",
  timestamp: "2026-03-01T10:00:00+02:00",
};

const nested = (levels: number): unknown => JSON.parse("[".repeat(levels) + "]".repeat(levels));

const sendLines = (dataset: string, lines: BodyInit) =>
  server.request(`/api/v1/ingest/${dataset}`, {
    key,
    headers: { "Content-Type": "application/x-ndjson" },
    method: "POST",
    body: lines,
  });

describe("a wrong record is refused with what to mend", () => {
  it.each([
    ["an unknown field", "offers", { ...offer, nmae: "x" }, "nmae", "is not a known field"],
    [
      "a bad enum",
      "offers",
      { ...offer, status: "on" },
      "status",
      "must be one of the allowed values",
    ],
    ["a missing field", "offers", { id: "o", name: "x" }, "status", "is required"],
    ["a wrong type", "offers", { ...offer, name: 7 }, "name", "must be text"],
    [
      "a number too large",
      "offers",
      { ...offer, priority: 101 },
      "priority",
      "must be at most 100",
    ],
    ["an empty id", "offers", { ...offer, id: "" }, "id", "must be at least 1 characters"],
    ["a null id", "offers", { ...offer, id: null }, "id", "must be text"],
    [
      "a megabyte of text",
      "offers",
      { ...offer, name: "x".repeat(1_000_000) },
      "name",
      "must be at most 10000 characters",
    ],
    ["no object", "offers", "o1", "", "must be an object"],
    ["a list", "offers", [offer], "", "must be an object"],
    ["null", "offers", null, "", "must be an object"],
    ["an integer id as text", "users", { id: "1" }, "id", "must be a number"],
    ["a fraction as an id", "users", { id: 1.5 }, "id", "must be a whole number"],
    ["an id beyond 2^53", "users", { id: 2 ** 53 }, "id", "must be at most 9007199254740991"],
    [
      "a date that is none",
      "interactions",
      { ...interaction, timestamp: "2026-02-30T00:00:00Z" },
      "timestamp",
      "must be a time like 2026-03-01T10:00:00Z or …+02:00",
    ],
    [
      "a time without a zone",
      "interactions",
      { ...interaction, timestamp: "2026-02-20T00:00:00" },
      "timestamp",
      "must be a time like 2026-03-01T10:00:00Z or …+02:00",
    ],
    [
      "an outcome that nobody registered",
      "interactions",
      { ...interaction, outcome: "clik" },
      "outcome",
      "is not a registered outcome type",
    ],
    ["a count of 0", "interactions", { ...interaction, count: 0 }, "count", "must be at least 1"],
    [
      "more money than 10^9",
      "interactions",
      { ...interaction, conversion_value: -1e6, count: 1_001 },
      "conversion_value",
      "times count must be at most 1000000000",
    ],
    [
      "an unknown field in a list",
      "decision_traces",
      {
        id: "t",
        customer_id: "c",
        created_at: "2026-03-01T00:00:00Z",
        scoring_results: [{ offer_id: "o", score: 1, scroe: 2 }],
      },
      "scoring_results.0.scroe",
      "is not a known field",
    ],
    [
      "JSON deeper than a database reads",
      "model_metric_snapshots",
      {
        id: "s",
        model_id: "m",
        recorded_at: "2026-03-01T00:00:00Z",
        metrics: { x: nested(1_100) },
      },
      "metrics",
      "must not nest deeper than 100 levels",
    ],
    [
      "a period that does not fit its type",
      "budget_allocations",
      { id: "b", scope: "offer", scope_id: "o1", period_type: "weekly", period_key: "2026-W54" },
      "period_key",
      "is not a weekly period",
    ],
  ])("%s", async (_what, dataset, record, path, message) => {
    const before = await rowCounts(server, key);
    const { status, body } = await ingest(server, key, dataset, [record]);
    expect(status).toBe(422);
    expect(body).toMatchObject({ dataset, received: 1, stored: 0, changed: 0, rejected: 1 });
    expect(body["errors"]).toContainEqual({ index: 0, path, message });
    expect(await rowCounts(server, key)).toEqual(before);
  });
});

it("stores the good records of a request and reports the bad ones by index", async () => {
  const { status, body } = await ingest(server, key, "categories", {
    records: [{ id: "c1", name: "A" }, { id: "c2" }, { id: "c3", name: "C" }],
  });
  expect(status).toBe(200);
  expect(body).toEqual({
    dataset: "categories",
    received: 3,
    stored: 2,
    changed: 2,
    rejected: 1,
    errors: [{ index: 1, path: "name", message: "is required" }],
  });
  expect(await rowCounts(server, key)).toMatchObject({ categories: 2 });
});

it("goes on after an NDJSON line that is no JSON or no UTF-8", async () => {
  const encoder = new TextEncoder();
  const bytes = [
    ...encoder.encode('{"id":"ch1","name":"Mail"}\n{"id":"ch2",\n'),
    0x7b,
    0xff,
    0x7d,
    0x0a,
    0x0a,
    ...encoder.encode('{"id":"ch4","name":"Größe"}'),
  ];
  const response = await sendLines("channels", new Uint8Array(bytes));
  expect(response.status).toBe(200);
  expect(await json(response)).toMatchObject({
    received: 4,
    stored: 2,
    errors: [
      { index: 1, path: "", message: "is not valid JSON" },
      { index: 2, path: "", message: "is not valid UTF-8" },
    ],
  });
});

it("reads NDJSON whose lines and characters are cut anywhere", async () => {
  const text =
    '{"id":"j1","name":"Überblick","status":"on"}\r\n{"id":"j2","name":"💡","status":"on"}\n';
  const bytes = new TextEncoder().encode(text);
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  expect(await json(await sendLines("journeys", stream))).toMatchObject({ stored: 2, rejected: 0 });
});

it.each([
  ["unparsable JSON", "[{", 400, "The body is not valid JSON"],
  ["JSON that is not UTF-8", new Uint8Array([0x5b, 0xff, 0x5d]), 400, "The body is not valid JSON"],
  ["no list", "{}", 400, 'Send an array of records or {"records": […]}'],
  ["a stray field", '{"records":[],"x":1}', 400, 'Send an array of records or {"records": […]}'],
])("refuses %s", async (_what, body, status, message) => {
  const response = await server.request("/api/v1/ingest/offers", { key, body });
  expect(response.status).toBe(status);
  expect((await json(response)).error.message).toBe(message);
});

it("answers an empty list with zeros", async () => {
  const { status, body } = await ingest(server, key, "offers", []);
  expect({ status, ...body }).toMatchObject({ status: 200, received: 0, stored: 0, rejected: 0 });
});

it("names the datasets when it does not know one", async () => {
  const { status, body } = await ingest(server, key, "offres", [offer]);
  expect(status).toBe(404);
  const [detail] = (body["error"] as { details: { param: string; allowed: string[] }[] }).details;
  expect(detail?.param).toBe("dataset");
  expect(detail?.allowed).toContain("offers");
});

it("reports at most 100 errors", async () => {
  const { body } = await ingest(
    server,
    key,
    "offers",
    Array.from({ length: 150 }, () => ({})),
  );
  expect(body["rejected"]).toBe(150);
  expect(body["errors"]).toHaveLength(100);
});

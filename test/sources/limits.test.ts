import { expect, it } from "vitest";
import { rowCounts } from "../kit/ingest.ts";
import { createServer, json, newTenant } from "../kit/server.ts";

const server = createServer();
const { adminKey: key } = await newTenant(server);

it.each(["application/json", "application/x-ndjson"])(
  "refuses 10,001 records as a whole: %s",
  async (type) => {
    const records = Array.from({ length: 10_001 }, (_, at) => ({
      id: `t${at}`,
      name: "T",
      status: "x",
    }));
    const lines = records.map((record) => JSON.stringify(record));
    const body = type === "application/json" ? `[${lines.join(",")}]` : lines.join("\n");
    const options = { key, method: "POST", headers: { "Content-Type": type }, body };
    const response = await server.request("/api/v1/ingest/triggers", options);
    expect(response.status).toBe(413);
    expect((await json(response)).error.message).toBe("Too many records (limit 10000 a request)");
    expect(await rowCounts(server, key)).toMatchObject({ triggers: 0 });
  },
);

it.each(["[", '{"records":['])("refuses a flood of tiny records unread: %s…", async (opening) => {
  const body = opening + "{},".repeat(1_000_000);
  const response = await server.request("/api/v1/ingest/offers", { key, body });
  expect(response.status).toBe(413);
});

it("refuses a compressed body, which it would misread", async () => {
  const headers = { "Content-Encoding": "gzip" };
  const response = await server.request("/api/v1/ingest/offers", { key, body: "[]", headers });
  expect(response.status).toBe(415);
});

it("refuses 8 MiB and more, naming the limit", async () => {
  const body = `[${" ".repeat(8 * 1024 * 1024)}]`;
  const response = await server.request("/api/v1/ingest/offers", { key, body });
  expect(response.status).toBe(413);
  expect((await json(response)).error.message).toBe("Body too large (limit 8 MiB)");
});

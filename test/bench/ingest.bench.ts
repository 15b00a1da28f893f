import { env } from "cloudflare:test";
import { expect, it } from "vitest";
import { createServer, json, newTenant } from "../kit/server.ts";

const RECORDS = 10_000;
const ROUNDS = 7;
const TARGET = 0.5;

const COLUMNS = [
  "id",
  "customer_id",
  "offer_id",
  "channel_id",
  "outcome",
  "timestamp",
  "direction",
  "conversion_value",
  "count",
  "day",
];

function records(round: string) {
  return Array.from({ length: RECORDS }, (_, at) => ({
    id: `${round}-${at}`,
    customer_id: `c${(at * 7919) % 1_000}`,
    offer_id: `o${at % 40}`,
    channel_id: `ch${at % 5}`,
    outcome: at % 10 === 0 ? "click" : "impression",
    timestamp: new Date(Date.UTC(2026, 0, 1 + (at % 28), at % 24)).toISOString(),
    direction: "outbound",
    conversion_value: at % 100 === 0 ? 12.5 : null,
  }));
}

/** The rows as the table keeps them, in two JSON parameters: ready before the clock starts. */
function bareRows(round: string): string[] {
  const rows = records(round).map((record) => ({
    ...record,
    timestamp: Date.parse(record.timestamp),
    count: 1,
    day: 20_000,
  }));
  const half = RECORDS / 2;
  return [rows.slice(0, half), rows.slice(half)].map((part) => JSON.stringify(part));
}

/** The same rows into the same table: no checks, no roll-ups, no HTTP. */
async function bareInsert(tenantId: string, parts: readonly string[]): Promise<void> {
  const values = COLUMNS.map((name) => `json_extract(value, '$.${name}')`).join(", ");
  const insert = env.DB.prepare(
    `INSERT INTO interactions (tenant_id, ${COLUMNS.join(", ")})
     SELECT ?1, ${values} FROM json_each(?2)`,
  );
  for (const part of parts) await insert.bind(tenantId, part).run();
}

async function elapsed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

it("ingests 10,000 interactions at half the rate of the bare insert, or better", async () => {
  const server = createServer();
  const { id, adminKey } = await newTenant(server);
  const bare: number[] = [];
  const ingest: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const body = records(`ingest-${round}`)
      .map((record) => JSON.stringify(record))
      .join("\n");
    const parts = bareRows(`bare-${round}`);
    bare.push(await elapsed(() => bareInsert(`${id}-bare`, parts)));
    ingest.push(
      await elapsed(async () => {
        const headers = { "Content-Type": "application/x-ndjson" };
        const options = { key: adminKey, headers, body };
        const verdict = await json(await server.request("/api/v1/ingest/interactions", options));
        expect(verdict).toMatchObject({ stored: RECORDS, changed: RECORDS });
      }),
    );
  }
  const ratio = median(bare.map((ms, at) => ms / (ingest[at] ?? Number.NaN)));
  console.log(
    `bare ${median(bare).toFixed(0)} ms, ingestion ${median(ingest).toFixed(0)} ms, ` +
      `ratio of rates ${ratio.toFixed(2)} (target ${TARGET}); per round: ` +
      bare.map((ms, at) => (ms / (ingest[at] ?? Number.NaN)).toFixed(2)).join(" "),
  );
});

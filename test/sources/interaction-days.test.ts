import { env } from "cloudflare:test";
import fc from "fast-check";
import { expect, it } from "vitest";
import { ingest, remove, rowCounts } from "../kit/ingest.ts";
import { createServer, newTenant } from "../kit/server.ts";

const server = createServer();
const IDS = ["a", "b", "c", "d", "e", "f", "g", "h"];

interface Interaction {
  id: string;
  customer_id: string;
  offer_id: string | null;
  channel_id: string | null;
  outcome: string;
  timestamp: string;
  conversion_value: number | null;
  count: number;
}

const interaction: fc.Arbitrary<Interaction> = fc.record({
  id: fc.constantFrom(...IDS),
  customer_id: fc.constantFrom("c1", "c2"),
  offer_id: fc.constantFrom("o1", "o2", null),
  channel_id: fc.constantFrom("ch1", null),
  outcome: fc.constantFrom("impression", "click", "convert"),
  timestamp: fc.constantFrom(
    "2026-03-01T10:00:00Z",
    "2026-03-01T23:59:59.999Z",
    "2099-01-01T00:00:00Z",
  ),
  conversion_value: fc.constantFrom(null, 0, 10, -2.5, 0.0001, 333_333_333),
  count: fc.constantFrom(1, 1, 3),
});

const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ put: fc.array(interaction, { minLength: 1, maxLength: 6 }) }),
  },
  { weight: 1, arbitrary: fc.record({ remove: fc.uniqueArray(fc.constantFrom(...IDS)) }) },
);

interface Cell {
  events: number;
  valued: number;
  value_e4: number;
  value_sq: number;
}

/** The roll-up in its three grains, from what the test itself believes is stored. */
function recomputed(rows: Iterable<Interaction>): Record<string, Cell> {
  const cells: Record<string, Cell> = {};
  for (const row of rows) {
    const day = Math.floor(Date.parse(row.timestamp) / 86_400_000);
    const [offer, channel] = [row.offer_id ?? "", row.channel_id ?? ""];
    for (const by of [
      ["offer_channel", day, offer, channel],
      ["offer", day, offer, ""],
      ["channel", day, "", channel],
    ]) {
      const name = [...by, row.outcome].join("|");
      const cell = (cells[name] ??= { events: 0, valued: 0, value_e4: 0, value_sq: 0 });
      cell.events += row.count;
      if (row.conversion_value === null) continue;
      cell.valued += row.count;
      cell.value_e4 += row.count * Math.round(row.conversion_value * 10_000);
      cell.value_sq += row.count * row.conversion_value ** 2;
    }
  }
  return cells;
}

async function kept(tenantId: string): Promise<Record<string, Cell>> {
  const { results } = await env.DB.prepare("SELECT * FROM interaction_days WHERE tenant_id = ?")
    .bind(tenantId)
    .all<
      Cell & {
        grain: string;
        day: number;
        offer_id: string;
        channel_id: string;
        outcome: string;
        stale: number;
      }
    >();
  expect(results.every(({ stale }) => stale === 0)).toBe(true);
  return Object.fromEntries(
    results.map((row) => [
      [row.grain, row.day, row.offer_id, row.channel_id, row.outcome].join("|"),
      { events: row.events, valued: row.valued, value_e4: row.value_e4, value_sq: row.value_sq },
    ]),
  );
}

function expectSameCells(actual: Record<string, Cell>, expected: Record<string, Cell>): void {
  expect(Object.keys(actual).toSorted()).toEqual(Object.keys(expected).toSorted());
  for (const [name, { value_sq, ...exact }] of Object.entries(expected)) {
    expect(actual[name]).toMatchObject(exact);
    // Squares are floating sums: equal but for the order of addition.
    expect(Math.abs((actual[name]?.value_sq ?? Number.NaN) - value_sq)).toBeLessThanOrEqual(
      1e-9 * Math.max(1, value_sq),
    );
  }
}

it("equals a recomputation after any sequence of new, replaced, late and deleted events", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const { id, adminKey: key } = await newTenant(server);
      const model = new Map<string, Interaction>();
      for (const one of steps) {
        if ("put" in one) {
          await ingest(server, key, "interactions", one.put);
          for (const row of one.put) model.set(row.id, row);
        } else {
          await remove(server, key, "interactions", one.remove);
          for (const name of one.remove) model.delete(name);
        }
        expectSameCells(await kept(id), recomputed(model.values()));
      }
      expect((await rowCounts(server, key))["interactions"]).toBe(model.size);
    }),
    { numRuns: 40 },
  );
});

it("stays right when requests that replace each other's events run at once", async () => {
  const { id, adminKey: key } = await newTenant(server);
  const versions = Array.from({ length: 8 }, (_, version) =>
    Array.from({ length: 50 }, (_row, at) => ({
      id: `e${at}`,
      customer_id: "c",
      offer_id: `o${(at + version) % 3}`,
      channel_id: null,
      outcome: "click",
      timestamp: "2026-03-01T10:00:00Z",
      conversion_value: version,
      count: 1 + version,
    })),
  );
  await Promise.all(versions.map((records) => ingest(server, key, "interactions", records)));
  const { results } = await env.DB.prepare(
    "SELECT id, customer_id, offer_id, channel_id, outcome, timestamp, conversion_value, count FROM interactions WHERE tenant_id = ?",
  )
    .bind(id)
    .all<Omit<Interaction, "timestamp"> & { timestamp: number }>();
  const rows = results.map((row) => ({
    ...row,
    timestamp: new Date(row.timestamp).toISOString(),
    conversion_value: (row.conversion_value ?? 0) / 10_000,
  }));
  expectSameCells(await kept(id), recomputed(rows));
});

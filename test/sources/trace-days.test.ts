import { env } from "cloudflare:test";
import fc from "fast-check";
import { expect, it } from "vitest";
import { ingest, remove } from "../kit/ingest.ts";
import { createServer, newTenant } from "../kit/server.ts";

const server = createServer();
const IDS = ["a", "b", "c", "d", "e", "f"];
const OFFERS = ["A", "B"];

const offerId = fc.constantFrom(...OFFERS);
const trace = fc.record({
  id: fc.constantFrom(...IDS),
  customer_id: fc.constantFrom("c1", "c2"),
  created_at: fc.constantFrom(
    "1969-12-31T23:00:00.000Z",
    "2026-03-01T00:00:00.000Z",
    "2026-03-01T23:59:59.999Z",
    "2099-01-01T00:00:00.000Z",
  ),
  degraded_scoring: fc.constantFrom(true, false, null),
  contact_policy_results: fc.option(
    fc.array(fc.record({ offer_id: offerId, blocked: fc.boolean() }), { maxLength: 3 }),
  ),
  scoring_results: fc.option(
    fc.array(fc.record({ offer_id: offerId, score: fc.constantFrom(0, 1) }), { maxLength: 3 }),
  ),
  selected_offers: fc.option(fc.array(fc.record({ offer_id: offerId }), { maxLength: 3 })),
});
type Trace = typeof trace extends fc.Arbitrary<infer T> ? T : never;

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ put: fc.array(trace, { minLength: 1, maxLength: 6 }) }) },
  { weight: 1, arbitrary: fc.record({ remove: fc.array(fc.constantFrom(...IDS)) }) },
);

const add = (cells: Record<string, number>, name: string, more: boolean): void => {
  if (more) cells[name] = (cells[name] ?? 0) + 1;
};

/** Counts per day, and per day and offer, from what the test itself believes is stored. */
function recomputed(traces: Iterable<Trace>): Record<string, number> {
  const cells: Record<string, number> = {};
  for (const one of traces) {
    const day = Math.floor(Date.parse(one.created_at) / 86_400_000);
    const isDegraded = one.degraded_scoring === true;
    add(cells, `${day} traces`, true);
    add(cells, `${day} degraded`, isDegraded);
    add(cells, `${day} scoring`, isDegraded || (one.scoring_results ?? []).length > 0);
    add(cells, `${day} selecting`, (one.selected_offers ?? []).length > 0);
    for (const offer of OFFERS) {
      const names = (entry: { offer_id: string }) => entry.offer_id === offer;
      const blocks = (one.contact_policy_results ?? []).filter(({ blocked }) => blocked);
      add(cells, `${day} ${offer} selected`, (one.selected_offers ?? []).some(names));
      add(cells, `${day} ${offer} blocked`, blocks.some(names));
    }
  }
  return cells;
}

async function kept(tenantId: string): Promise<Record<string, number>> {
  const rows = async (table: string) => {
    const statement = env.DB.prepare(`SELECT * FROM ${table} WHERE tenant_id = ?`);
    return (await statement.bind(tenantId).all<Record<string, string | number>>()).results;
  };
  const cells: Record<string, number> = {};
  for (const { tenant_id: _, day, offer_id, ...counts } of [
    ...(await rows("trace_days")),
    ...(await rows("trace_offer_days")),
  ]) {
    for (const [name, count] of Object.entries(counts)) {
      const cell = [day, offer_id, name].filter((part) => part !== undefined).join(" ");
      if (count !== 0) cells[cell] = Number(count);
    }
  }
  return cells;
}

it("equals a recomputation after any sequence of new, replaced, moved and deleted traces", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const { id, adminKey: key } = await newTenant(server);
      const model = new Map<string, Trace>();
      for (const one of steps) {
        if ("put" in one) {
          await ingest(server, key, "decision_traces", one.put);
          for (const row of one.put) model.set(row.id, row);
        } else {
          await remove(server, key, "decision_traces", one.remove);
          for (const name of one.remove) model.delete(name);
        }
        expect(await kept(id)).toEqual(recomputed(model.values()));
      }
    }),
    { numRuns: 40 },
  );
});

it("stays right when requests that replace each other's traces run at once", async () => {
  const { id, adminKey: key } = await newTenant(server);
  const versions = Array.from({ length: 6 }, (_, version) =>
    Array.from({ length: 30 }, (_row, at) => ({
      id: `t${at}`,
      customer_id: "c",
      created_at: `2026-03-0${((at + version) % 3) + 1}T10:00:00Z`,
      degraded_scoring: version % 2 === 0,
      selected_offers: [{ offer_id: `o${(at + version) % 2}` }],
    })),
  );
  await Promise.all(versions.map((records) => ingest(server, key, "decision_traces", records)));
  const cells = await kept(id);
  const sum = (name: string) =>
    Object.entries(cells)
      .filter(([cell]) => cell.endsWith(` ${name}`))
      .reduce((total, [, count]) => total + count, 0);
  expect([sum("traces"), sum("selecting"), sum("selected")]).toEqual([30, 30, 30]);
});

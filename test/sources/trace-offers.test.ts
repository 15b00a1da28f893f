import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { traceFacts } from "../../src/sources/rollups/trace-facts.ts";
import { ingest, remove } from "../kit/ingest.ts";
import { createServer, newTenant } from "../kit/server.ts";

const score = (offer_id: string, value: number, more = {}) => ({ offer_id, score: value, ...more });

describe("the facts of a trace about its offers", () => {
  it("ranks by score where no rank is given", () => {
    const facts = traceFacts({
      scoring_results: [score("B", 0.5), score("A", 0.9), score("C", 0.3)],
      selected_offers: [{ offer_id: "A" }],
    });
    expect(facts.map(({ offer_id, rank, selected }) => [offer_id, rank, selected])).toEqual([
      ["A", 1, 1],
      ["B", 2, 0],
      ["C", 3, 0],
    ]);
  });

  it("takes a given rank, and breaks ties as listed", () => {
    const facts = traceFacts({
      scoring_results: [
        score("A", 0.1, { rank: 1 }),
        score("B", 0.9),
        score("C", 0.9, { rank: 0 }),
      ],
    });
    // B is first by score; C's rank 0 is none, so it is second by score; A says 1 itself.
    expect(facts.map(({ offer_id, rank }) => [offer_id, rank])).toEqual([
      ["A", 1],
      ["B", 1],
      ["C", 2],
    ]);
  });

  it("keeps two scoring entries of an offer, and prefers propensity (E10)", () => {
    const facts = traceFacts({
      scoring_results: [
        score("A", 0.9, { propensity: 0.2 }),
        score("A", 0.4, { channel_id: "ch" }),
      ],
    });
    expect(facts).toMatchObject([
      { offer_id: "A", entry_no: 0, rank: 1, score: 0.2, channel_id: null },
      { offer_id: "A", entry_no: 1, rank: 2, score: 0.4, channel_id: "ch" },
    ]);
  });

  it("notes rejected, passed and blocked once however many rules say so", () => {
    const facts = traceFacts({
      qualification_results: [
        { offer_id: "A", passed: false },
        { offer_id: "A", passed: true },
        { offer_id: "B", passed: true },
      ],
      contact_policy_results: [
        { offer_id: "B", blocked: true },
        { offer_id: "B", blocked: true },
        { offer_id: "C", blocked: false },
      ],
    });
    expect(facts).toMatchObject([
      { offer_id: "A", rejected: 1, passed: 1, blocked: 0, scored: 0, rank: null, score: null },
      { offer_id: "B", rejected: 0, passed: 1, blocked: 1 },
    ]);
  });

  it("orders the selected entries by rank, then as listed", () => {
    const facts = traceFacts({
      selected_offers: [{ offer_id: "A", rank: 2 }, { offer_id: "B", rank: 1 }, { offer_id: "C" }],
    });
    const places = Object.fromEntries(facts.map((fact) => [fact.offer_id, fact.selected_rank]));
    expect(places).toEqual({ A: 2, B: 1, C: 3 });
  });
});

it("replaces and deletes the facts with their trace", async () => {
  const server = createServer();
  const { id, adminKey: key } = await newTenant(server);
  const offersOf = async () => {
    const { results } = await env.DB.prepare(
      "SELECT trace_id, offer_id, entry_no FROM trace_offers WHERE tenant_id = ? ORDER BY 1, 2, 3",
    )
      .bind(id)
      .all<{ trace_id: string; offer_id: string; entry_no: number }>();
    return results.map((row) => `${row.trace_id}/${row.offer_id}/${row.entry_no}`);
  };
  const trace = (name: string, scoring_results: unknown[]) => ({
    id: name,
    customer_id: "c",
    created_at: "2026-03-01T00:00:00Z",
    scoring_results,
  });
  await ingest(server, key, "decision_traces", [
    trace("t1", [score("A", 1), score("A", 0.5), score("B", 0.2)]),
    trace("t2", [score("C", 1)]),
  ]);
  expect(await offersOf()).toEqual(["t1/A/0", "t1/A/1", "t1/B/0", "t2/C/0"]);
  await ingest(server, key, "decision_traces", [trace("t1", [score("B", 0.2), score("D", 1)])]);
  expect(await offersOf()).toEqual(["t1/B/0", "t1/D/0", "t2/C/0"]);
  await remove(server, key, "decision_traces", ["t1"]);
  expect(await offersOf()).toEqual(["t2/C/0"]);
});

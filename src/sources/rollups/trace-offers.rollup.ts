import { chunks, sized } from "#shared";
import { type Change, incoming, type Rollup, type Value } from "../rollup.ts";
import { traceFacts, type TraceLists } from "./trace-facts.ts";

const COLUMNS = [
  "trace_id",
  "offer_id",
  "entry_no",
  "rejected",
  "passed",
  "blocked",
  "scored",
  "selected",
  "rank",
  "selected_rank",
  "score",
  "channel_id",
  "offer_name",
] as const;
const LISTS = [
  "qualification_results",
  "contact_policy_results",
  "scoring_results",
  "selected_offers",
] as const;

const parsed = (text: unknown): unknown => (typeof text === "string" ? JSON.parse(text) : null);

/** Distinct offers among scoring results (JSON text); null without the list. */
export function scoredOfferCount(text: string | null | undefined): number | null {
  const entries = parsed(text) as { offer_id: string }[] | null;
  return entries === null ? null : new Set(entries.map((entry) => entry.offer_id)).size;
}

const parsedRow = ({ columns }: Change, row: Change["rows"][number]) =>
  Object.fromEntries(LISTS.map((name) => [name, parsed(row[columns.indexOf(name)])])) as TraceLists;

/** The facts of a chunk of trace rows, as rows of `trace_offers`. */
function factRows(change: Change): Value[][] {
  const id = change.columns.indexOf("id");
  return change.rows.flatMap((row) =>
    traceFacts(parsedRow(change, row)).map((fact) =>
      COLUMNS.map((name) => (name === "trace_id" ? (row[id] ?? null) : fact[name])),
    ),
  );
}

const values = COLUMNS.map((_, at) => `json_extract(value, '$[${at}]')`).join(", ");
const sets = COLUMNS.slice(3).map((name) => `${name} = excluded.${name}`);
const differs = (table: string): string =>
  COLUMNS.slice(3)
    .map((name) => `${table}.${name}`)
    .join(", ");

const lists = (alias: string): string => LISTS.map((name) => `${alias}.${name}`).join(", ");

// Facts are a function of the lists: where those are equal, the facts are too. CROSS JOIN fixes
// the order: look up each incoming trace by key.
const dropReplaced = (table: string): string => `
  WITH ${table}
  DELETE FROM trace_offers WHERE tenant_id = ?1 AND trace_id IN (
    SELECT i.id FROM incoming i CROSS JOIN decision_traces s ON s.tenant_id = ?1 AND s.id = i.id
    WHERE (${lists("s")}) IS NOT (${lists("i")}))`;

const PUT = `
  INSERT INTO trace_offers (tenant_id, ${COLUMNS.join(", ")})
  SELECT ?1, ${values} FROM json_each(?2) WHERE true
  ON CONFLICT DO UPDATE SET ${sets.join(", ")}
  WHERE (${differs("trace_offers")}) IS NOT (${differs("excluded")})`;

/** Parameter ?2: `[[trace id], …]`. */
const DELETE = `
  DELETE FROM trace_offers WHERE tenant_id = ?1
    AND trace_id IN (SELECT json_extract(value, '$[0]') FROM json_each(?2))`;

/** What each trace says of each offer, in narrow rows that dashboards count. */
export const traceOffersRollup: Rollup = {
  beforePut(db, change) {
    const { table, json } = incoming(change, ["id", ...LISTS]);
    const facts = [...chunks(factRows(change).map(sized))];
    return [
      db.prepare(dropReplaced(table)).bind(change.tenantId, json),
      ...facts.map((rows) => db.prepare(PUT).bind(change.tenantId, JSON.stringify(rows))),
    ];
  },
  beforeDelete: (db, change) => [
    db.prepare(DELETE).bind(change.tenantId, incoming(change, ["id"]).json),
  ],
  after: () => [],
};

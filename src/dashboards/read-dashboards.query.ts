import { type SQL, sql } from "drizzle-orm";
import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";
import type { DataState } from "./caching.ts";
import type { Plan } from "./dashboard-type.ts";

const dialect = new SQLiteSyncDialect();

/** A drizzle statement for a D1 batch. */
function prepared(db: D1Database, statement: SQL): D1PreparedStatement {
  const { sql: text, params } = dialect.sqlToQuery(statement);
  return db.prepare(text).bind(...params);
}

const stateOf = (tenantId: string, now: number): SQL => sql`
  SELECT (SELECT data_version FROM tenant_state WHERE tenant_id = ${tenantId}) AS version,
    (SELECT max(at) FROM clock_marks WHERE tenant_id = ${tenantId} AND at <= ${now}) AS mark`;

interface StateRow {
  version: number | null;
  mark: number | null;
}

const toState = (row: StateRow | null | undefined): DataState => ({
  version: row?.version ?? 0,
  mark: row?.mark ?? null,
});

/** The data version and the clock mark: two look-ups, no aggregate. */
export async function readState(db: D1Database, tenantId: string, now: number): Promise<DataState> {
  return toState(await prepared(db, stateOf(tenantId, now)).first<StateRow>());
}

/** A segment as a filter sees it. */
export interface SegmentRow {
  id: string;
  name: string;
  materialized_at: number | null;
}

const segmentsOf = (tenantId: string, ids: readonly string[]): SQL => sql`
  SELECT id, name, materialized_at FROM segments
  WHERE tenant_id = ${tenantId} AND deleted = 0
    AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;

type Table = Record<string, unknown>[];

/** The rows of each plan's statements, beside what they were true of. */
export interface Loaded {
  state: DataState;
  segments: ReadonlyMap<string, SegmentRow>;
  tables: Table[][];
  rowsRead: number;
}

/** Data version, segments and every statement of the plans: one D1 batch, one state of the data. */
export async function readPlans(
  db: D1Database,
  { tenantId, now }: { tenantId: string; now: number },
  segmentIds: readonly string[],
  plans: readonly Plan<object>[],
): Promise<Loaded> {
  const lookups = segmentIds.length === 0 ? [] : [segmentsOf(tenantId, segmentIds)];
  const before = [stateOf(tenantId, now), ...lookups];
  const statements = [...before, ...plans.flatMap((plan) => plan.statements)];
  const results = await db.batch<Record<string, unknown>>(
    statements.map((statement) => prepared(db, statement)),
  );
  const [state = [], segments = []] = results.slice(0, before.length).map((one) => one.results);
  const rest = results.slice(before.length).map((one) => one.results);
  return {
    state: toState(state[0] as unknown as StateRow), // the row that stateOf selects
    segments: new Map((segments as unknown as SegmentRow[]).map((row) => [row.id, row])), // likewise
    tables: plans.map((plan) => rest.splice(0, plan.statements.length)),
    rowsRead: results.reduce((sum, { meta }) => sum + (meta.rows_read ?? 0), 0),
  };
}

import { type SQL, sql } from "drizzle-orm";
import { AppError } from "#shared";
import { planOf } from "../dashboard-type.ts";
import type { TraceQuery } from "./trace.schemas.ts";
import {
  HEADER_COLUMNS,
  headerView,
  TRACE_COLUMNS,
  type TraceRow,
  traceView,
} from "./trace-view.ts";

const listed = (columns: readonly string[]): SQL =>
  sql.join(
    columns.map((name) => sql.identifier(name)),
    sql`, `,
  );

function filterOf({ customerId, requestId }: TraceQuery): SQL | undefined {
  const parts = [
    ...(customerId === undefined ? [] : [sql`AND customer_id = ${customerId}`]),
    ...(requestId === undefined ? [] : [sql`AND request_id = ${requestId}`]),
  ];
  return parts.length === 0 ? undefined : sql.join(parts, sql` `);
}

/** All traces of a tenant are counted as they come in; those of a customer are few. */
const totalOf = (tenantId: string, filter: SQL | undefined): SQL =>
  filter === undefined
    ? sql`SELECT row_count AS total FROM dataset_state
        WHERE tenant_id = ${tenantId} AND dataset = 'decision_traces'`
    : sql`SELECT count(*) AS total FROM decision_traces WHERE tenant_id = ${tenantId} ${filter}`;

/** A page of traces without their long lists, newest first. */
export function tracesPlan(tenantId: string, query: TraceQuery) {
  const { limit, offset } = query;
  const filter = filterOf(query);
  return planOf(
    [
      totalOf(tenantId, filter),
      sql`SELECT ${listed(HEADER_COLUMNS)} FROM decision_traces
        WHERE tenant_id = ${tenantId} ${filter ?? sql``}
        ORDER BY created_at DESC, id DESC LIMIT ${limit} OFFSET ${offset}`,
    ],
    ([counted]: { total: number }[], rows: TraceRow[]) => ({
      traces: rows.map((row) => headerView(row)),
      total: counted?.total ?? 0,
      limit,
      offset,
    }),
  );
}

/** One trace with everything in it. */
export const tracePlan = (tenantId: string, id: string) =>
  planOf(
    [
      sql`SELECT ${listed(TRACE_COLUMNS)} FROM decision_traces
        WHERE tenant_id = ${tenantId} AND id = ${id}`,
    ],
    ([row]: TraceRow[]) => {
      if (!row) throw new AppError("NOT_FOUND", "Decision trace not found");
      return traceView(row);
    },
  );

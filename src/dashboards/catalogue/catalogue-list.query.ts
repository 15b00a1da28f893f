import { type SQL, sql } from "drizzle-orm";
import { planOf } from "../dashboard-type.ts";
import type { ListQuery } from "./catalogue.schemas.ts";

const ACTIVE = sql`'active'`;
const ROW_STATUS = sql`coalesce(l.status, 'active')`;
const NOT_DELETED = sql`AND l.deleted = 0`;

/** What can be listed by name; `name`, `status` and `live` are SQL over the table's row `l`. */
export interface Listed {
  path: string;
  table: string;
  name: SQL;
  status: SQL;
  live: SQL;
}

const NAME = sql`l.name`;

const list = (path: string, parts: Partial<Listed> = {}): Listed => ({
  path,
  table: path.replaceAll("-", "_"),
  name: NAME,
  status: ROW_STATUS,
  live: sql``,
  ...parts,
});

export const lists: readonly Listed[] = [
  list("offers", { live: NOT_DELETED }),
  list("channels", { live: NOT_DELETED }),
  list("categories"),
  list("segments", { live: NOT_DELETED }),
  list("algorithm-models"),
  list("decision-flows", { name: sql`coalesce(l.name, l.key)`, status: ACTIVE }),
];

/** A page of a list by name, with the number of all that match. */
export function listPlan(
  tenantId: string,
  { table, name, status, live }: Listed,
  { limit, offset, status: wanted, q }: ListQuery,
) {
  // instr, for LIKE knows patterns of 50 bytes only; lower() folds ASCII letters and no others.
  const part = q === undefined ? sql`` : sql`AND instr(lower(${name}), lower(${q})) > 0`;
  const ofStatus = wanted === undefined ? sql`` : sql`AND ${status} = ${wanted}`;
  const matching = sql`
    FROM ${sql.identifier(table)} l WHERE l.tenant_id = ${tenantId} ${live} ${ofStatus} ${part}`;
  return planOf(
    [
      sql`SELECT count(*) AS total ${matching}`,
      sql`SELECT l.id, ${name} AS name, ${status} AS status ${matching}
        ORDER BY 2, 1 LIMIT ${limit} OFFSET ${offset}`,
    ],
    ([counted]: { total: number }[], data: { id: string; name: string; status: string }[]) => ({
      data,
      pagination: { total: counted?.total ?? 0, limit, offset },
    }),
  );
}

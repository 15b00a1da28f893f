import { type SQL, sql } from "drizzle-orm";
import type { ReportField } from "../report-type.ts";
import type { Page, SortKey, Sortable } from "./list-wish.ts";

/** A list that can be paged, sorted and exported. Its rows have an integer `id` of their own. */
export interface Listing extends Sortable {
  /** Of the CSV, without its extension. */
  fileName: string;
  fields: readonly ReportField[];
  /** What stands after FROM; `where` and the fields speak of it. */
  from: SQL;
  where: SQL;
  /**
   * What fields that are computed (`from`) call their row. They are then computed for the page alone,
   * not for all that had to be sorted, and may speak of `tenant_id` and the other fields.
   */
  row?: string;
  /** Sort fields whose column may be null. */
  nullable: readonly string[];
  /** The number of rows, if it can be had without counting them: a SELECT of `count`. */
  count?: SQL;
  /** Sort fields that `where` fixes to one value. */
  constant?: readonly string[];
}

export type ListedRow = Record<string, unknown>;

const sortAlias = (at: number): string => `sort ${at}`;

/** The whole order: what was wished for, then `id DESC`, so that pages are exact. */
const orderOf = ({ constant = [] }: Listing, sort: readonly SortKey[]): SortKey[] => {
  // A field named twice orders nothing more, and SQLite bounds the depth of what follows a row.
  const isFirst = ({ field }: SortKey, at: number) =>
    sort.findIndex((key) => key.field === field) === at;
  const telling = sort.filter((key, at) => isFirst(key, at) && !constant.includes(key.field));
  return [...telling, { field: "id", descending: true }];
};

/** NULL comes last ascending, first descending; SQLite's own order is the other way round. */
function orderTerm({ nullable }: Listing, { field, descending }: SortKey, column = field): SQL {
  const term = sql`${sql.identifier(column)} ${descending ? sql`DESC` : sql`ASC`}`;
  if (!nullable.includes(field)) return term;
  return sql`${term} NULLS ${descending ? sql`FIRST` : sql`LAST`}`;
}

/** Whether a row's value of one sort key comes after `value`. */
function comesAfter({ nullable }: Listing, { field, descending }: SortKey, value: unknown): SQL {
  const column = sql.identifier(field);
  if (value === null) return descending ? sql`${column} IS NOT NULL` : sql`0`;
  if (descending) return sql`${column} < ${value}`;
  return nullable.includes(field)
    ? sql`(${column} > ${value} OR ${column} IS NULL)`
    : sql`${column} > ${value}`;
}

/** The rows after `last` in an order; the range of its first key lets an index seek there. */
function afterRow(listing: Listing, order: readonly SortKey[], last: ListedRow): SQL {
  const after = (at: number): SQL => {
    const key = order[at];
    if (!key) return sql`0`;
    const value = last[sortAlias(at)];
    const same = sql`${sql.identifier(key.field)} IS ${value}`;
    return sql`(${comesAfter(listing, key, value)} OR (${same} AND ${after(at + 1)}))`;
  };
  const [first] = order;
  const from = last[sortAlias(0)];
  if (!first || from === null || listing.nullable.includes(first.field)) return after(0);
  const bound = first.descending ? sql`<=` : sql`>=`;
  return sql`${sql.identifier(first.field)} ${bound} ${from} AND ${after(0)}`;
}

/** The columns of fields, under their names. */
export const selected = (fields: readonly ReportField[]): SQL =>
  sql.join(
    fields.map(({ name, from }) => sql`${from ?? sql.identifier(name)} AS ${sql.identifier(name)}`),
    sql`, `,
  );

const columns = (names: readonly string[]): SQL[] =>
  names.map((name) => sql`${sql.identifier(name)}`);

const listed = (terms: SQL[]): SQL => sql.join(terms, sql`, `);

/** Computes what the rows of a page do not have as columns. */
function withComputed(listing: Listing, page: SQL, order: readonly SortKey[]): SQL {
  const keys = columns(order.map((_key, at) => sortAlias(at)));
  // Said twice, the order also keeps SQLite from merging the two queries into one.
  const terms = order.map((key, at) => orderTerm(listing, key, sortAlias(at)));
  return sql`SELECT ${listed([selected(listing.fields), ...keys])}
    FROM (${page}) ${sql.identifier(listing.row ?? "")} ORDER BY ${listed(terms)}`;
}

/**
 * One page of a list.
 * @param last the row after which it begins, as a page before gave it
 */
export function pageStatement(
  listing: Listing,
  sort: readonly SortKey[],
  { limit, offset }: Page,
  last?: ListedRow,
): SQL {
  const { fields, from, where, row } = listing;
  const order = orderOf(listing, sort);
  const keys = order.map(
    ({ field }, at) => sql`${sql.identifier(field)} AS ${sql.identifier(sortAlias(at))}`,
  );
  const terms = order.map((key) => orderTerm(listing, key));
  const after = last ? sql` AND ${afterRow(listing, order, last)}` : sql``;
  const stored = fields.filter((field) => field.from === undefined).map(({ name }) => name);
  const values = row === undefined ? [selected(fields)] : columns(["tenant_id", ...stored]);
  const page = sql`SELECT ${listed([...values, ...keys])} FROM ${from}
    WHERE ${where}${after} ORDER BY ${listed(terms)} LIMIT ${limit} OFFSET ${offset}`;
  return row === undefined ? page : withComputed(listing, page, order);
}

/** How many rows a list has. */
export const countStatement = ({ from, where, count }: Listing): SQL =>
  count ?? sql`SELECT count(*) AS count FROM ${from} WHERE ${where}`;

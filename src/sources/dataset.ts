import {
  index,
  integer,
  primaryKey,
  type SQLiteTable,
  sqliteTable,
  text,
} from "drizzle-orm/sqlite-core";
import { z } from "zod";
import type { Db, ErrorDetail } from "#shared";
import type { Field, Fields } from "./fields.ts";
import type { Rollup } from "./rollup.ts";

/** A checked record as it is stored, by column. */
type Row = Record<string, string | number | null | undefined>;

type Output<F extends Fields> = { [K in keyof F]: z.output<F[K]["schema"]> };

interface Definition<F extends Fields> {
  name: string;
  about: string;
  fields: F;
  key: readonly (keyof F & string)[];
  /** Columns computed from a record. */
  derived?: Record<string, { column: Field["column"]; of: (row: Output<F>) => number | null }>;
  /** Configuration rows note the time of their last real change. */
  keepsChangeTime?: boolean;
  indexes?: Record<string, readonly string[]>;
  /** Times after which answers change although nothing is written. */
  clockFields?: readonly (keyof F & string)[];
  rollups?: readonly Rollup[];
  /** What `check` needs to know of the tenant; read once a request. */
  loadReferences?: (db: Db, tenantId: string) => Promise<ReadonlySet<string>>;
  /** A rule that no single field can state. */
  check?: (row: Output<F>, references: ReadonlySet<string>) => ErrorDetail | undefined;
}

/** One kind of source records: what callers send, where it is kept, what is computed from it. */
export interface Dataset {
  name: string;
  about: string;
  key: readonly string[];
  record: z.ZodType<Row>;
  /** One schema for each field of the key, in its order. */
  keySchemas: readonly z.ZodType[];
  table: SQLiteTable;
  /** Columns that a record sets, in the order of the rows that go to SQL. */
  columns: readonly string[];
  derive(row: Row): Row;
  keepsChangeTime: boolean;
  clockFields: readonly string[];
  rollups: readonly Rollup[];
  loadReferences(db: Db, tenantId: string): Promise<ReadonlySet<string>>;
  check(row: Row, references: ReadonlySet<string>): ErrorDetail | undefined;
}

function tableOf<F extends Fields>(definition: Definition<F>): SQLiteTable {
  const { name, fields, derived = {}, key, keepsChangeTime, indexes = {} } = definition;
  const own = Object.entries(fields).map(([column, field]) => [
    column,
    field.nullable ? field.column() : field.column().notNull(),
  ]);
  const columns = {
    tenant_id: text().notNull(),
    ...Object.fromEntries(own),
    ...Object.fromEntries(Object.entries(derived).map(([column, of]) => [column, of.column()])),
    ...(keepsChangeTime && { updated_at: integer().notNull() }),
  };
  return sqliteTable(name, columns, (table) => {
    const at = (column: string) => {
      const found = table[column];
      if (!found) throw new Error(`${name} has no column ${column}`);
      return found;
    };
    return [
      primaryKey({ columns: [at("tenant_id"), ...key.map(at)] }),
      ...Object.entries(indexes).map(([suffix, [first = "", ...rest]]) =>
        index(`${name}_by_${suffix}`).on(at("tenant_id"), at(first), ...rest.map(at)),
      ),
    ];
  });
}

/** Makes the table and the checks of a dataset out of its fields. */
export function defineDataset<F extends Fields>(definition: Definition<F>): Dataset {
  const { fields, derived = {}, check } = definition;
  const shape = Object.fromEntries(
    Object.entries(fields).map(([key, { schema }]) => [key, schema]),
  );
  return {
    name: definition.name,
    about: definition.about,
    key: definition.key,
    record: z.strictObject(shape).meta({ id: `record_${definition.name}` }) as z.ZodType<Row>,
    keySchemas: definition.key.map((name) => fields[name]?.schema ?? z.never()),
    table: tableOf(definition),
    columns: [...Object.keys(fields), ...Object.keys(derived)],
    derive: (row) => {
      for (const [column, { of }] of Object.entries(derived)) row[column] = of(row as Output<F>);
      return row;
    },
    keepsChangeTime: definition.keepsChangeTime ?? false,
    clockFields: definition.clockFields ?? [],
    rollups: definition.rollups ?? [],
    loadReferences: definition.loadReferences ?? (() => Promise.resolve(new Set())),
    check: (row, references) => check?.(row as Output<F>, references),
  };
}

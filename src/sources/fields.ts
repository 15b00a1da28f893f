import { integer, real, text as textColumn } from "drizzle-orm/sqlite-core";
import type { SQLiteColumnBuilderBase } from "drizzle-orm/sqlite-core";
import { z } from "zod";
import { isTooDeep, TOO_DEEP } from "#shared";

/** One field of a dataset: what callers may send, and the column that keeps it. */
export interface Field<S extends z.ZodType = z.ZodType> {
  /** Its output is what the column stores: times in ms, money in ten-thousandths, flags as 0 and 1. */
  schema: S;
  column: () => SQLiteColumnBuilderBase & { notNull(): SQLiteColumnBuilderBase };
  nullable: boolean;
}

export type Fields = Record<string, Field>;

const ID_MAX = 255;
const TEXT_MAX = 10_000;
const MONEY_MAX = 1_000_000_000;
const LIST_MAX = 1_000;
export const MONEY_UNITS = 10_000;

const field = <S extends z.ZodType>(schema: S, column: Field["column"]): Field<S> => ({
  schema,
  column,
  nullable: false,
});

/** `?` in the contract: may be absent or null, and is null then. */
export const optional = <S extends z.ZodType>({ schema, column }: Field<S>) => ({
  schema: schema.nullish(),
  column,
  nullable: true,
});

/** An optional field with a value of its own when it is absent or null. */
export const withDefault = <S extends z.ZodType>(
  { schema, column }: Field<S>,
  value: z.output<S>,
) => ({
  schema: schema.nullish().transform((sent) => sent ?? value),
  column,
  nullable: false,
});

/** An id that the tenant chose: text. */
export const id = (about: string) =>
  field(z.string().min(1).max(ID_MAX).describe(about), textColumn);

/** An id of the source system: an integer. */
export const sourceId = (about: string) => field(z.int().describe(about), integer);

export const text = (about: string) => field(z.string().max(TEXT_MAX).describe(about), textColumn);

/** An id that some source systems number and others name; kept as text. */
export const reference = (about: string) =>
  field(
    z
      .union([z.string().max(ID_MAX), z.int()], { error: "must be text or a whole number" })
      .describe(about)
      .transform(String),
    textColumn,
  );

export const choice = <const V extends readonly [string, ...string[]]>(values: V, about: string) =>
  field(z.enum(values).describe(about), textColumn);

export const flag = (about: string) =>
  field(z.boolean().describe(about).transform(Number), integer);

export const integerFrom = (min: number, max: number, about: string) =>
  field(z.int().min(min).max(max).describe(about), integer);

/** How many equal events the record stands for. */
export const count = () =>
  withDefault(
    integerFrom(1, MONEY_MAX, "How many equal events at that time this record stands for."),
    1,
  );

export const number = (about: string) => field(z.number().describe(about), real);

export const numberFrom = (min: number, max: number, about: string) =>
  field(z.number().min(min).max(max).describe(about), real);

/** An amount with at most four decimals; kept in integer ten-thousandths. */
export const money = (about: string) =>
  field(
    z
      .number()
      .min(-MONEY_MAX)
      .max(MONEY_MAX)
      .describe(`${about} Rounded to four decimals.`)
      .transform((amount) => Math.round(amount * MONEY_UNITS)),
    integer,
  );

const TIME = z.iso.datetime({
  offset: true,
  message: "must be a time like 2026-03-01T10:00:00Z or …+02:00",
});

/** An instant; kept in ms since the epoch. */
export const time = (about: string) =>
  field(
    TIME.describe(`${about} ISO-8601 with a zone.`).transform((sent) => Date.parse(sent)),
    integer,
  );

/** A value kept as JSON text. */
export const json = <S extends z.ZodType>(schema: S, about: string) =>
  field(
    schema
      .describe(about)
      .refine((value) => !isTooDeep(value), TOO_DEEP)
      .transform((value) => JSON.stringify(value)),
    textColumn,
  );

export const object = (about: string) => json(z.record(z.string(), z.unknown()), about);

/** A list of small objects, none with unknown fields. */
export const list = <S extends z.ZodType>(item: S, about: string) =>
  json(z.array(item).max(LIST_MAX), about);

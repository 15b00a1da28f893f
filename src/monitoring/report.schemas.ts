import { z } from "zod";
import type { ReportField, ReportFilter, ReportType } from "./report-type.ts";

const KINDS: Record<ReportField["kind"], () => z.ZodType> = {
  integer: () => z.int(),
  real: () => z.number(),
  text: () => z.string(),
  flag: () => z.boolean(),
  date: () => z.iso.date(),
  time: () => z.iso.datetime(),
  json: () => z.looseObject({}),
};

/** An object with these fields, in their order. */
export const rowSchema = (fields: readonly ReportField[]) =>
  z.object(
    Object.fromEntries(
      fields.map(({ name, kind, nullable, about }) => {
        const value = KINDS[kind]();
        return [name, (nullable ? value.nullable() : value).describe(about)];
      }),
    ),
  );

/** One of several forms, by report type. */
const oneOf = (schemas: readonly z.ZodType[]): z.ZodType =>
  schemas.length > 1 ? z.union(schemas) : (schemas[0] ?? z.never());

/** A list: bare, or in an envelope. */
export const listSchema = (row: z.ZodType) =>
  z.union([
    z.array(row),
    z.object({
      count: z.int(),
      first: z.url().nullable(),
      next: z.url().nullable(),
      previous: z.url().nullable(),
      last: z.url().nullable(),
      results: z.array(row),
    }),
  ]);

const said = (about: string) => z.string().optional().describe(about);

const FILTER_KINDS: Record<ReportFilter["kind"], string> = {
  scope: "Academy ids, comma-separated: the scope, or the same set again.",
  date: "A date, YYYY-MM-DD.",
  integer: "A whole number.",
  number: "A number.",
  text: "Exact text; empty matches the empty text.",
  choice: "One of the choices.",
  "integer-choice": "One of the choices.",
  presence: "`true` or `false`.",
};

function aboutFilter(filter: ReportFilter, slugs: readonly string[]): string {
  const choices = "choices" in filter ? ` Choices: ${filter.choices.join(", ")}.` : "";
  return `${FILTER_KINDS[filter.kind]}${choices} Of ${slugs.join(", ")}.`;
}

/** The filters of several lists under one path; each says whose it is. */
function filterSchemas(lists: readonly { slug: string; filters: readonly ReportFilter[] }[]) {
  const names = new Map(lists.flatMap(({ filters }) => filters).map((one) => [one.name, one]));
  const slugsOf = (name: string) =>
    lists.filter(({ filters }) => filters.some((one) => one.name === name)).map(({ slug }) => slug);
  return Object.fromEntries(
    [...names].map(([name, filter]) => [name, said(aboutFilter(filter, slugsOf(name)))]),
  );
}

/** What lists take beside their filters. */
export const pagingQuery = z.object({
  sort: said("Sort fields, comma-separated; `-` before one is descending."),
  limit: said("Rows a page, 1 to 1000. Default 20."),
  offset: said("Rows before the page. Default 0."),
  envelope: said("`true`: the list comes with its count and links."),
  format: said("`json`, `csv` or `ndjson`; overrules `Accept`."),
});

export const listQuery = (lists: Parameters<typeof filterSchemas>[0]) =>
  z.object({ ...filterSchemas(lists), ...pagingQuery.shape });

export const coverageQuery = z.object({
  academy: said("Academy ids, comma-separated: the scope, or the same set again."),
  date_start: said("First day, YYYY-MM-DD, together with `date_end`. Default: 30 days back."),
  date_end: said("Last day, at most 90 days. Default: yesterday."),
});

export const coverage = z.array(
  z.object({
    academy_id: z.int(),
    date: z.iso.date(),
    generated: z.boolean().describe("Also when the day came out empty."),
    generated_at: z.iso.datetime().nullable(),
    generated_rows: z.int(),
  }),
);

export const reportList = z.array(
  z.object({
    slug: z.string(),
    label: z.string(),
    description: z.string(),
    filters: z.array(z.string()),
    sort_fields: z.array(z.string()),
    supports_detail: z.boolean(),
    supports_summary: z.boolean(),
  }),
);

export const resolution = z.object({
  action_taken: z.string().min(1).max(2_000).nullish().describe("What was done about it."),
});

/** Rows of every type in their list form and in full, and their summaries. */
export const typeSchemas = (types: readonly ReportType[]) => ({
  listed: oneOf(types.map(({ listFields }) => rowSchema(listFields))),
  detailed: oneOf(
    types.flatMap(({ listFields, detailFields }) =>
      detailFields ? [rowSchema([...listFields, ...detailFields])] : [],
    ),
  ),
  summarized: oneOf(types.flatMap(({ summary }) => (summary ? [summary.schema] : []))),
  alert: oneOf(types.flatMap(({ alerts }) => (alerts ? [rowSchema(alerts.fields)] : []))),
});

import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** One row a tenant: its data version, raised by every write that changes something. */
export const tenantState = sqliteTable("tenant_state", {
  tenant_id: text().primaryKey(),
  data_version: integer().notNull(),
});

/** Rows and last change per dataset, so that nobody has to count. */
export const datasetState = sqliteTable(
  "dataset_state",
  {
    tenant_id: text().notNull(),
    dataset: text().notNull(),
    row_count: integer().notNull(),
    changed_at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant_id, table.dataset] })],
);

/** Instants at which time alone changes an answer: rows dated ahead, suppressions that end. */
export const clockMarks = sqliteTable(
  "clock_marks",
  { tenant_id: text().notNull(), at: integer().notNull() },
  (table) => [primaryKey({ columns: [table.tenant_id, table.at] })],
);

/**
 * Interactions per day and outcome in three grains: by offer and channel (`offer_channel`), by
 * `offer`, by `channel`. No offer or channel is '', and so is one that the grain does not tell apart.
 */
export const interactionDays = sqliteTable(
  "interaction_days",
  {
    tenant_id: text().notNull(),
    grain: text().notNull(),
    day: integer().notNull(),
    offer_id: text().notNull(),
    channel_id: text().notNull(),
    outcome: text().notNull(),
    events: integer().notNull(),
    /** Events with a value, their sum in ten-thousandths, and the sum of their squared values. */
    valued: integer().notNull(),
    value_e4: integer().notNull(),
    value_sq: real().notNull(),
    /** 1 only inside the batch that recomputes the cell. */
    stale: integer().notNull(),
  },
  (table) => [
    primaryKey({
      columns: [
        table.tenant_id,
        table.grain,
        table.day,
        table.offer_id,
        table.channel_id,
        table.outcome,
      ],
    }),
    index("interaction_days_stale")
      .on(table.tenant_id)
      .where(sql`stale = 1`),
  ],
);

/** The facts of a trace about an offer (entry 0) and its further scoring entries. */
export const traceOffers = sqliteTable(
  "trace_offers",
  {
    tenant_id: text().notNull(),
    trace_id: text().notNull(),
    offer_id: text().notNull(),
    entry_no: integer().notNull(),
    rejected: integer().notNull(),
    passed: integer().notNull(),
    blocked: integer().notNull(),
    scored: integer().notNull(),
    selected: integer().notNull(),
    rank: integer(),
    /** Place among the trace's selected entries: by rank, then as listed. */
    selected_rank: integer(),
    score: real(),
    channel_id: text(),
    offer_name: text(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant_id, table.trace_id, table.offer_id, table.entry_no] }),
  ],
);

/** Traces per day: all, with degraded scoring, scored or degraded, with a selected offer. */
export const traceDays = sqliteTable(
  "trace_days",
  {
    tenant_id: text().notNull(),
    day: integer().notNull(),
    traces: integer().notNull(),
    degraded: integer().notNull(),
    scoring: integer().notNull(),
    selecting: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant_id, table.day] })],
);

/** Traces per day and offer that selected it, and that a contact policy kept from it. */
export const traceOfferDays = sqliteTable(
  "trace_offer_days",
  {
    tenant_id: text().notNull(),
    day: integer().notNull(),
    offer_id: text().notNull(),
    selected: integer().notNull(),
    blocked: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant_id, table.day, table.offer_id] })],
);

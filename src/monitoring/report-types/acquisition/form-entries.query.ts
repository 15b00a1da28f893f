import { type SQL, sql } from "drizzle-orm";
import { type DayRun, onDate, printedTime } from "../../day-run.ts";
import { type AcquisitionSource, emailOf, textFrom, trimmed } from "./acquisition-source.ts";

/** Entries whose academy is A, told by id or else by alias, with `day` on the date. */
const entries = ({ tenantId, academyId, date }: DayRun, day: SQL): SQL =>
  sql`FROM form_entries e LEFT JOIN academy_aliases l ON l.tenant_id = e.tenant_id
      AND l.slug = ${trimmed(sql`e.location`)} AND e.academy_id IS NULL
    WHERE e.tenant_id = ${tenantId} AND ${onDate(day, date)}
      AND coalesce(e.academy_id, l.academy_id) = ${academyId}`;

const DETAILS = sql`'source', 'form_entry', 'custom_fields', json(e.custom_fields),
  'current_download', e.current_download, 'gclid', e.gclid, 'referral_key', e.referral_key`;

const VALUES = {
  source_id: sql`e.id`,
  user_id: sql`e.user_id`,
  email: emailOf(sql`e.email`),
  utm_source: sql`e.utm_source`,
  utm_medium: sql`e.utm_medium`,
  utm_campaign: sql`e.utm_campaign`,
  utm_term: sql`e.utm_term`,
  utm_content: sql`e.utm_content`,
  utm_placement: sql`e.utm_placement`,
  landing_url: sql`e.utm_url`,
  conversion_url: textFrom(sql`e.custom_fields`, sql`'$.conversion_url'`),
  lead_type: sql`e.lead_type`,
  deal_status: sql`e.deal_status`,
  attribution_id: sql`e.attribution_id`,
};

export const formEntries: AcquisitionSource = {
  type: "FORM_ENTRY",
  records: (run) => entries(run, sql`e.created_at`),
  values: {
    ...VALUES,
    funnel_tier: sql`CASE WHEN e.deal_status = 'WON' THEN 1 WHEN e.lead_type = 'STRONG' THEN 2
      WHEN e.lead_type = 'SOFT' THEN 3 ELSE 4 END`,
    details: sql`json_object(${DETAILS})`,
  },
};

export const wonFormEntries: AcquisitionSource = {
  type: "FORM_ENTRY_WON",
  records: (run) => sql`${entries(run, sql`e.won_at`)} AND e.deal_status = 'WON'`,
  values: {
    ...VALUES,
    funnel_tier: sql`1`,
    details: sql`json_object(${DETAILS}, 'stage', 'won', 'won_at', ${printedTime(sql`e.won_at`)})`,
  },
};

/** Deals won of which nobody said when: they are missing among the won of every day. */
export const wonWithoutWonAt = (run: DayRun): SQL =>
  sql`SELECT count(*) AS count ${entries(run, sql`e.created_at`)}
    AND e.deal_status = 'WON' AND e.won_at IS NULL`;

import type { ReportField, ReportFilter, ReportType } from "../../report-type.ts";
import { SOURCE_TYPES, writeAcquisitionRows } from "./acquisition.query.ts";
import { acquisitionSummary } from "./acquisition-summary.query.ts";
import { acquisitionReports } from "./acquisition.table.ts";
import { TIERS } from "./funnel-tiers.ts";
import { wonWithoutWonAt } from "./form-entries.query.ts";

const text = (name: string, about: string): ReportField => ({
  name,
  kind: "text",
  nullable: true,
  about,
});
const id = (name: string, about: string): ReportField => ({
  name,
  kind: "integer",
  nullable: true,
  about,
});

const listFields: ReportField[] = [
  { name: "id", kind: "integer", about: "Row id." },
  { name: "source_type", kind: "text", about: "Kind of source record." },
  { name: "source_id", kind: "integer", about: "Id of the source record." },
  { name: "report_date", kind: "date", about: "The day that the row describes." },
  { name: "academy_id", kind: "integer", about: "The academy." },
  id("user_id", "The user, once known."),
  { name: "email", kind: "text", about: "Address in lower case; empty when unknown." },
  { name: "funnel_tier", kind: "integer", about: "1 (won or sale) to 4 (nurture or invite)." },
  text("utm_source", "Campaign source."),
  text("utm_medium", "Campaign medium."),
  text("utm_campaign", "Campaign name."),
  text("landing_url", "Where they landed."),
  text("conversion_url", "Where they converted."),
  text("asset_slug", "Asset that brought them."),
  text("event_slug", "Event that brought them."),
  text("deal_status", "Outcome of the deal."),
  text("lead_type", "Kind of lead."),
  { name: "team_seat_invite", kind: "flag", about: "Whether the invite is for a seat of a team." },
];

const detailFields: ReportField[] = [
  text("utm_term", "Campaign term."),
  text("utm_content", "Campaign content."),
  text("utm_placement", "Campaign placement."),
  text("attribution_id", "Attribution id."),
  id("course_id", "Course of the invite."),
  id("cohort_id", "Cohort of the invite."),
  id("syllabus_id", "Syllabus of the invite."),
  text("role_id", "Role offered by the invite."),
  id("author_id", "Who invited."),
  id("subscription_seat_id", "Seat of a subscription."),
  id("plan_financing_seat_id", "Seat of a financing."),
  id("payment_method_id", "Payment method."),
  { name: "details", kind: "json", about: "What else the source record says." },
  { name: "created_at", kind: "time", about: "When the row was first generated." },
];

const exact = (name: string): ReportFilter => ({ name, kind: "text", column: name, compare: "=" });

/** Who came, from where, and how far. */
export const acquisition: ReportType = {
  slug: "acquisition",
  label: "Acquisition Report",
  description:
    "Daily acquisition snapshots (forms, invites, event RSVP, event attendance) with funnel tiers",
  table: acquisitionReports,
  listFields,
  detailFields,
  filters: [
    { name: "academy", kind: "scope" },
    { name: "date", kind: "date", column: "report_date", compare: "=" },
    { name: "date_start", kind: "date", column: "report_date", compare: ">=" },
    { name: "date_end", kind: "date", column: "report_date", compare: "<=" },
    {
      name: "source_type",
      kind: "choice",
      column: "source_type",
      compare: "=",
      choices: SOURCE_TYPES,
    },
    { name: "user", kind: "integer", column: "user_id", compare: "=" },
    exact("utm_source"),
    exact("utm_campaign"),
    exact("deal_status"),
    exact("asset_slug"),
    exact("event_slug"),
    {
      name: "funnel_tier",
      kind: "integer-choice",
      column: "funnel_tier",
      compare: "=",
      choices: TIERS,
    },
  ],
  sortFields: ["report_date", "created_at", "source_type", "funnel_tier", "user_id"],
  countedByCoverage: true,
  summary: acquisitionSummary,
  generator: {
    writes: writeAcquisitionRows,
    warnings: [{ code: "won-without-won-at", count: wonWithoutWonAt }],
  },
};

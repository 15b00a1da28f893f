import { getTableColumns } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { reportTypes } from "#monitoring";

const FOLDERS = Object.keys(
  import.meta.glob("../../src/monitoring/report-types/*/*.definition.ts"),
).map((path) => String(path.split("/").at(-2)));

it("knows every report type that has a folder, under its folder's name", () => {
  expect(reportTypes.map(({ slug }) => slug).toSorted()).toEqual(FOLDERS.toSorted());
});

/** Monitoring contract, section 5. */
it("tells filters and sort fields in the contract's order", () => {
  expect(
    reportTypes.map(({ slug, label, filters, sortFields }) => ({
      slug,
      label,
      filters: filters.map(({ name }) => name).join(" "),
      sortFields: sortFields.join(" "),
    })),
  ).toEqual([
    {
      slug: "churn",
      label: "Churn Risk Report",
      filters: "academy date risk_level user min_score max_score",
      sortFields: "report_date churn_risk_score risk_level created_at user_id",
    },
    {
      slug: "acquisition",
      label: "Acquisition Report",
      filters:
        "academy date date_start date_end source_type user utm_source utm_campaign deal_status " +
        "asset_slug event_slug funnel_tier",
      sortFields: "report_date created_at source_type funnel_tier user_id",
    },
  ]);
});

/** Monitoring contract, section 6. */
it.each([
  [
    "churn",
    "id user_id user_email academy_id report_date churn_risk_score risk_level " +
      "days_since_last_activity login_count_7d assignments_completed_7d has_payment_issues " +
      "subscription_status",
    "login_trend assignment_trend avg_frustration_score avg_engagement_score days_until_renewal " +
      "details created_at",
  ],
  [
    "acquisition",
    "id source_type source_id report_date academy_id user_id email funnel_tier utm_source " +
      "utm_medium utm_campaign landing_url conversion_url asset_slug event_slug deal_status " +
      "lead_type team_seat_invite",
    "utm_term utm_content utm_placement attribution_id course_id cohort_id syllabus_id role_id " +
      "author_id subscription_seat_id plan_financing_seat_id payment_method_id details created_at",
  ],
])("%s: fields of the list and of the detail, in order", (slug, list, detail) => {
  const type = reportTypes.find((one) => one.slug === slug);
  expect(type?.listFields.map(({ name }) => name).join(" ")).toBe(list);
  expect(type?.detailFields?.map(({ name }) => name).join(" ")).toBe(detail);
});

describe.each(reportTypes.map((type) => [type.slug, type] as const))("%s", (_slug, type) => {
  const columns = getTableColumns(type.table);

  it("has a column, or a place to read it from, for each field; nullable where the column is", () => {
    for (const { name, from, nullable = false } of [
      ...type.listFields,
      ...(type.detailFields ?? []),
    ]) {
      expect(name in columns || from !== undefined, name).toBe(true);
      if (columns[name]) expect(!columns[name].notNull, name).toBe(nullable);
    }
  });

  it("filters and sorts by columns of its table", () => {
    const compared = type.filters.flatMap((one) => (one.kind === "scope" ? [] : [one.column]));
    for (const name of [...compared, ...type.sortFields])
      expect(Object.keys(columns)).toContain(name);
  });
});

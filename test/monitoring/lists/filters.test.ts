import { describe, expect, it } from "vitest";
import { json } from "../../kit/server.ts";
import { acquisitionRows, alertRows, churnRows, newReporters, refusal } from "../reports-kit.ts";

const reporters = await newReporters();
const { ask, tenantId } = reporters;
const DAY = "2026-04-13";
/** Digits that no double can hold. */
const HUGE = "9".repeat(400);
await churnRows(tenantId, [
  { user_id: 1, churn_risk_score: 24.9999, risk_level: "LOW" },
  { user_id: 2, churn_risk_score: 25, risk_level: "MEDIUM" },
  { user_id: 3, churn_risk_score: 80, risk_level: "CRITICAL" },
  { user_id: 3, churn_risk_score: 10, risk_level: "LOW", report_date: "2026-04-12" },
  { user_id: 4, churn_risk_score: 10, risk_level: "LOW", report_date: "2026-04-11", academy_id: 2 },
]);
await acquisitionRows(tenantId, [
  { source_id: 1, user_id: 1, utm_source: "google", funnel_tier: 1, report_date: "2026-04-11" },
  { source_id: 2, user_id: -2, utm_source: "", funnel_tier: 2, deal_status: "WON" },
  { source_id: 3, utm_source: null, funnel_tier: 3, source_type: "EVENT_RSVP", event_slug: "o'x" },
  { source_id: 4, utm_source: "Google", funnel_tier: 4, report_date: "2026-04-12" },
]);
await alertRows(tenantId, [
  { user_id: 1, triggered_at: 3 },
  { user_id: 2, triggered_at: 2, resolved_at: 9, severity: "LOW" },
  { user_id: 3, triggered_at: 1, alert_type: "PAYMENT_RISK", severity: "CRITICAL" },
  { user_id: 4, academy_id: 2 },
]);

const shown = async (path: string, field: string, academy = "1") =>
  (await json(await ask(path, { academy }))).map((row: Record<string, unknown>) => row[field]);

describe("churn", () => {
  it.each([
    ["", [3, 2, 1]],
    [`?date=${DAY}`, [3, 2, 1]],
    ["?date=2026-04-12", [3]],
    ["?date=2026-04-10", []],
    ["?min_score=25", [3, 2]],
    ["?min_score=25.0001&max_score=80.0", [3]],
    ["?max_score=-1", []],
    [`?max_score=${HUGE}`, [3, 2, 1]],
    [`?min_score=-${HUGE}`, [3, 2, 1]],
    [`?min_score=${HUGE}`, []],
    ["?risk_level=LOW", [1]],
    ["?risk_level=HIGH", []],
    ["?user=3", [3]],
    ["?user=3&risk_level=LOW", [3]],
    ["?user=-3", []],
    ["?risk_level=HIGH&risk_level=LOW", [1]],
    ["?sort=churn_risk_score", [1, 2, 3]],
    ["?sort=risk_level", [3, 1, 2]],
    ["?sort=,%20-user_id%20,", [3, 2, 1]],
  ])("%.40s", async (query, users) => {
    expect(await shown(`/churn${query}`, "user_id")).toEqual(users);
  });

  it("takes one newest date for all academies together", async () => {
    expect(await shown("/churn", "user_id", "1,2")).toEqual([3, 2, 1]);
    expect(await shown("/churn", "user_id", "2")).toEqual([4]);
    expect(await shown("/churn?risk_level=LOW&user=4", "report_date", "2,1")).toEqual([
      "2026-04-11",
    ]);
  });
});

describe("acquisition", () => {
  it.each([
    ["", [3, 2]],
    ["?date_start=2026-04-12", [3, 2, 4]],
    ["?date_end=2026-04-12", [4, 1]],
    ["?date_start=2026-04-12&date_end=2026-04-11", []],
    ["?date_start=2026-04-11&date_end=2026-04-12&date=2026-04-11", [1]],
    ["?utm_source=google", [1]],
    ["?utm_source=", [2]],
    ["?event_slug=o'x", [3]],
    ["?deal_status=WON", [2]],
    ["?funnel_tier=4", [4]],
    ["?funnel_tier=01", [1]],
    ["?source_type=EVENT_RSVP", [3]],
    ["?user=-2", [2]],
    ["?date_start=2026-01-01&sort=user_id", [2, 1, 4, 3]],
    ["?date_start=2026-01-01&sort=-user_id", [4, 3, 1, 2]],
  ])("%s", async (query, sources) => {
    expect(await shown(`/acquisition${query}`, "source_id")).toEqual(sources);
  });
});

describe("alerts", () => {
  it.each([
    ["", [1, 2, 3]],
    ["?resolved=true", [2]],
    ["?resolved=false", [1, 3]],
    ["?severity=CRITICAL", [3]],
    ["?alert_type=INACTIVITY&user=2", [2]],
    ["?sort=triggered_at", [3, 2, 1]],
    ["?sort=resolved_at", [2, 3, 1]],
    ["?sort=-resolved_at", [3, 1, 2]],
  ])("%s", async (query, users) => {
    expect(await shown(`/churn/alerts${query}`, "user_id")).toEqual(users);
  });
});

describe("what cannot be read", () => {
  it.each([
    ["/churn?date=", "invalid-filter-value"],
    ["/churn?date=2026-4-1", "invalid-filter-value"],
    ["/churn?date=0999-01-01", "invalid-filter-value"],
    ["/churn?date=2026-02-29", "invalid-filter-value"],
    ["/churn?date=2026-04-13T00:00:00Z", "invalid-filter-value"],
    ["/churn?user=", "invalid-filter-value"],
    ["/churn?user=1.0", "invalid-filter-value"],
    ["/churn?user=%2B1", "invalid-filter-value"],
    ["/churn?user=9007199254740992", "invalid-filter-value"],
    ["/churn?min_score=1e3", "invalid-filter-value"],
    ["/churn?min_score=.5", "invalid-filter-value"],
    ["/churn?max_score=NaN", "invalid-filter-value"],
    ["/churn?risk_level=", "invalid-filter-choice"],
    ["/churn?risk_level=low", "invalid-filter-choice"],
    ["/churn?risk_level=HIGH&risk_level=", "invalid-filter-choice"],
    ["/acquisition?funnel_tier=", "invalid-filter-value"],
    ["/acquisition?funnel_tier=5", "invalid-filter-choice"],
    ["/churn?sort=id", "invalid-sort-field"],
    ["/churn?sort=--user_id", "invalid-sort-field"],
    ["/churn/summary?sort=zeta", "invalid-sort-field"],
    ["/churn/alerts?resolved=yes", "invalid-filter-choice"],
    ["/churn/alerts?sort=severity", "invalid-sort-field"],
    ["/churn/alerts?date=2026-04-13", "unsupported-filter"],
    ["/acquisition/alerts", "report-alerts-not-supported"],
    ["/churn/coverage?date_start=2026-04-01", "invalid-date-range"],
    ["/churn/coverage?date_start=x&date_end=", "invalid-filter-value"],
    ["/churn/coverage?date_start=2026-04-02&date_end=2026-04-01", "invalid-date-range-order"],
    ["/churn/coverage?date_start=2026-01-01&date_end=2026-04-01", "date-range-too-large"],
    ["/churn/coverage?limit=1", "unsupported-filter"],
    ["/churn/coverage?academy=2", "academy-filter-mismatch"],
    ["/nope/coverage", "report-type-not-found"],
    ["/generate-jobs/summary", "report-type-not-found"],
  ])("%s: %s", async (path, slug) => {
    expect((await refusal(await ask(path))).slug).toBe(slug);
  });

  it("says what was wrong in the words that were sent", async () => {
    const detail = async (path: string) => (await json(await ask(path))).detail;
    expect(await detail("/churn?sort=user_id,-zeta,x")).toBe(
      '"-zeta" is not a sort field of churn.',
    );
    expect(await detail("/churn/alerts?sort=x")).toBe('"x" is not a sort field of alerts.');
    expect(await detail("/churn?format=xml")).toBe('"format" must be one of: json, csv, ndjson.');
    expect(await detail("/nope")).toBe('There is no report type "nope".');
  });
});

it("covers 30 days up to yesterday, for each academy in order, when no dates are sent", async () => {
  reporters.server.setNow(Date.parse("2026-04-14T23:59:59Z"));
  const days = await json(await ask("/churn/coverage", { academy: "2,1" }));
  expect(days).toHaveLength(60);
  expect(days[0]).toMatchObject({ academy_id: 1, date: "2026-03-15", generated: false });
  expect(days[29]).toMatchObject({ academy_id: 1, date: DAY, generated: true, generated_rows: 3 });
  expect(days[59]).toMatchObject({ academy_id: 2, date: DAY, generated: false });
});

import { describe, expect, it } from "vitest";
import { acquisitionRows, alertRows, churnRows } from "../../monitoring/reports-kit.ts";
import {
  answer,
  chartsIn,
  fill,
  grouped,
  inPercent,
  inWords,
  measures,
  openOffice,
  sectionOf,
  tableIn,
  write,
} from "./kit.ts";

const REPORT = "/v1/monitoring/report";

// oxlint-disable-next-line typescript/no-explicit-any -- rows of answers
type Row = any;

describe("the churn risk briefing", () => {
  it("shows what the report's rows, summary and alerts answer", async () => {
    const office = await openOffice();
    await fill(office, 16);
    const text = await write(office, "Churn Risk Briefing", { academy_id: 1, top: 30 });
    const date = "2026-01-19";
    const summary = await answer(office, `${REPORT}/churn/summary?academy=1&date=${date}`);
    expect(measures(sectionOf(text, "Headline"))).toEqual({
      Date: date,
      Learners: grouped(summary.total),
      "Average score": String(summary.average_score),
      "Payment risks": grouped(summary.payment_risk_count),
      "Unresolved alerts": grouped(summary.unresolved_alert_count),
    });
    expect(tableIn(sectionOf(text, "Risk Levels"))).toEqual(
      ["LOW", "MEDIUM", "HIGH", "CRITICAL"].map((level) => ({
        Level: inWords(level),
        Learners: grouped(summary.risk_levels[level]),
        Share: inPercent((summary.risk_levels[level] / summary.total) * 100),
      })),
    );
    const trend = tableIn(sectionOf(text, "Trend"));
    expect(trend).toHaveLength(14);
    for (const row of [trend[0], trend[7], trend[13]]) {
      const day = await answer(office, `${REPORT}/churn/summary?academy=1&date=${row?.["Date"]}`);
      expect(row?.["Average score"]).toBe(String(day.average_score));
      const high = day.risk_levels.HIGH + day.risk_levels.CRITICAL;
      expect(row?.["High and critical"]).toBe(String(high));
    }
    const rows: Row[] = await answer(
      office,
      `${REPORT}/churn?academy=1&date=${date}&sort=-churn_risk_score&limit=1000`,
    );
    const listed = tableIn(sectionOf(text, "At Risk"));
    expect(listed.map((row) => [row["User id"], row["Score"], row["Level"]])).toEqual(
      rows
        .slice(0, 30)
        .map((row) => [String(row.user_id), String(row.churn_risk_score), inWords(row.risk_level)]),
    );
    expect(sectionOf(text, "At Risk")).toContain(`Showing 30 of ${rows.length}.`);
    const details: Row[] = await Promise.all(
      rows.map(({ id }) => answer(office, `${REPORT}/churn/${id}?academy=1`)),
    );
    for (const driver of tableIn(sectionOf(text, "Drivers"))) {
      const name = (driver["Component"] ?? "").toLowerCase().replaceAll(" ", "_");
      const points = details.map((row) => row.details.components[name]);
      const mean = points.reduce((sum, one) => sum + one, 0) / points.length;
      expect(Number(driver["Points"]?.replaceAll(",", ""))).toBeCloseTo(mean, 4);
    }
    const before: Row[] = await answer(
      office,
      `${REPORT}/churn?academy=1&date=2026-01-18&limit=1000`,
    );
    const isHigh = (list: Row[], user: number) =>
      list.some((r) => r.user_id === user && ["HIGH", "CRITICAL"].includes(r.risk_level));
    const usersOf = (part: string) =>
      tableIn(sectionOf(text, "Movers", part))
        .map((row) => Number(row["User id"]))
        .toSorted((a, b) => a - b);
    const users = [...new Set([...rows, ...before].map((r) => r.user_id as number))];
    const crossing = (from: Row[], to: Row[]) =>
      users.filter((u) => !isHigh(from, u) && isHigh(to, u)).toSorted((a, b) => a - b);
    expect(usersOf("Into High or Critical")).toEqual(crossing(before, rows));
    expect(usersOf("Out of High or Critical")).toEqual(crossing(rows, before));
    const open: Row[] = await answer(
      office,
      `${REPORT}/churn/alerts?academy=1&resolved=false&limit=1000`,
    );
    const kinds = Object.groupBy(open, (a) => `${inWords(a.alert_type)} ${inWords(a.severity)}`);
    expect(
      Object.fromEntries(
        tableIn(sectionOf(text, "Alerts")).map((row) => [
          `${row["Type"]} ${row["Severity"]}`,
          Number(row["Open alerts"]),
        ]),
      ),
    ).toEqual(Object.fromEntries(Object.entries(kinds).map(([k, list]) => [k, list?.length])));
  }, 60_000);

  it("is of the day that is asked for, with the movers since the day before", async () => {
    const office = await openOffice();
    const components = { inactivity: 0, engagement_decay: 5.5, frustration: 2, login_decay: 9 };
    const details = JSON.stringify({
      components: { ...components, assignment_stall: 0, payment_issues: 10 },
    });
    const row = (user_id: number, report_date: string, risk_level: string, score: number) => ({
      user_id,
      report_date,
      risk_level,
      churn_risk_score: score,
      details,
    });
    await churnRows(office.tenantId, [
      row(1, "2026-01-01", "LOW", 1),
      row(1, "2026-01-05", "HIGH", 60),
      row(2, "2026-01-01", "CRITICAL", 80),
      row(3, "2026-01-01", "HIGH", 55),
      row(3, "2026-01-05", "MEDIUM", 30),
      row(4, "2026-01-05", "CRITICAL", 90),
      row(5, "2026-01-01", "HIGH", 51),
      row(5, "2026-01-05", "CRITICAL", 99),
      row(1, "2026-01-09", "LOW", 1),
    ]);
    await alertRows(office.tenantId, [{ user_id: 1 }, { user_id: 2, resolved_at: 5 }]);
    const parameters = { academy_id: 1, date: "2026-01-05" };
    const text = await write(office, "Churn Risk Briefing", parameters);
    expect(sectionOf(text, "Movers")).toContain("Compared with 2026-01-01.");
    const moved = (part: string) =>
      tableIn(sectionOf(text, "Movers", part)).map((r) => [r["User id"], r["Before"], r["Now"]]);
    expect(moved("Into High or Critical")).toEqual([
      ["4", "–", "Critical"],
      ["1", "Low", "High"],
    ]);
    expect(moved("Out of High or Critical")).toEqual([
      ["2", "Critical", "–"],
      ["3", "High", "Medium"],
    ]);
    expect(tableIn(sectionOf(text, "At Risk"))[0]).toMatchObject({
      "User id": "5",
      "Largest components": "payment 10, logins 9",
    });
    expect(tableIn(sectionOf(text, "Alerts"))).toEqual([
      { Type: "Inactivity", Severity: "High", "Open alerts": "1" },
    ]);
    const other = await write(office, "Churn Risk Briefing", { ...parameters, date: "2026-01-06" });
    expect(sectionOf(other, "Headline")).toBe("No data for this period.");
  });
});

describe("the acquisition funnel", () => {
  it("shows what the report's rows and summary answer", async () => {
    const office = await openOffice();
    await fill(office, 16);
    const text = await write(office, "Acquisition Funnel", { academy_id: 1 });
    const span = "date_start=2025-12-21&date_end=2026-01-19";
    const summary = await answer(office, `${REPORT}/acquisition/summary?academy=1&${span}`);
    expect(measures(sectionOf(text, "Headline"))).toEqual({
      Period: "2025-12-21 to 2026-01-19",
      Rows: grouped(summary.report_row_count),
      "Unique identities": grouped(summary.unique_identities),
      "Cross-academy identities": grouped(summary.cross_academy_identities),
    });
    expect(
      tableIn(sectionOf(text, "Funnel")).map((row) => [row["Rows"], row["Identities"]]),
    ).toEqual(
      ["4", "3", "2", "1"].map((tier) => [
        grouped(summary.by_funnel_tier[tier]),
        grouped(summary.by_funnel_tier_identities[tier]),
      ]),
    );
    expect(tableIn(sectionOf(text, "Sources")).map((row) => Number(row["Rows"]))).toEqual(
      Object.values(summary.by_source_type),
    );
    expect(tableIn(sectionOf(text, "Campaigns", "Sources"))).toEqual(
      summary.top_utm_sources.map((row: Row) => ({
        Source: row.utm_source,
        Rows: grouped(row.count),
      })),
    );
    expect(tableIn(sectionOf(text, "Deals"))).toEqual(
      Object.entries(summary.by_deal_status).map(([status, count]) => ({
        "Deal status": inWords(status),
        Rows: grouped(Number(count)),
      })),
    );
    expect(sectionOf(text, "Deals")).toContain(
      `Team-seat invitations: ${summary.team_seat_invite_count}.`,
    );
    const rows: Row[] = await answer(office, `${REPORT}/acquisition?academy=1&${span}&limit=1000`);
    const days = tableIn(sectionOf(text, "Over Time"));
    expect(days).toHaveLength(30);
    for (const day of days) {
      const { Day, ...counts } = day;
      const sum = Object.values(counts).reduce((all, one) => all + Number(one), 0);
      expect(sum).toBe(rows.filter((row) => row.report_date === Day).length);
    }
  }, 60_000);

  it("counts weeks above sixty days", async () => {
    const office = await openOffice();
    await acquisitionRows(office.tenantId, [
      { report_date: "2025-11-03", source_type: "FORM_ENTRY" },
      { report_date: "2025-11-09", source_type: "FORM_ENTRY" },
      { report_date: "2025-11-10", source_type: "USER_INVITE" },
    ]);
    const ends = { date_start: "2025-11-01", date_end: "2025-12-31" };
    const text = await write(office, "Acquisition Funnel", { academy_id: 1, ...ends });
    const weeks = tableIn(sectionOf(text, "Over Time"));
    expect(weeks.map((row) => row["Week from"]).slice(0, 3)).toEqual([
      "2025-10-27",
      "2025-11-03",
      "2025-11-10",
    ]);
    expect(weeks[1]).toMatchObject({ "Form entry": "2" });
    expect(weeks[2]).toMatchObject({ "User invite": "1" });
    const [chart] = chartsIn(sectionOf(text, "Over Time"));
    expect((chart?.x.length ?? 0) * (chart?.series.length ?? 0)).toBeLessThanOrEqual(400);
  });
});

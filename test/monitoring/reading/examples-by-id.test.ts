import { expect, it } from "vitest";
import { json } from "../../kit/server.ts";
import { at, DAY } from "../kit.ts";
import { generate, newReporters, refusal, type Reporters } from "../reports-kit.ts";

/** Vector 22: the last login eleven days ago, and a payment issue. */
async function newVector22(): Promise<Reporters> {
  const reporters = await newReporters();
  await reporters.put("users", [{ id: 7, email: "u@x.io" }]);
  await reporters.put("subscriptions", [
    { id: 70, user_id: 7, academy_id: 1, status: "PAYMENT_ISSUE" },
  ]);
  await reporters.put("activities", [
    { id: "a", user_id: 7, kind: "login", timestamp: at(DAY, -11) },
  ]);
  await generate(reporters, "churn");
  return reporters;
}

it("12: shows a churn row with how its score came about", async () => {
  const { ask } = await newVector22();
  const [listed] = await json(await ask("/churn"));
  const detail = await json(await ask(`/churn/${listed.id}`));
  expect(detail).toMatchObject({
    ...listed,
    user_email: "u@x.io",
    created_at: "2026-04-14T02:00:00Z",
  });
  expect(Object.keys(detail)).toEqual([
    ...Object.keys(listed),
    "login_trend",
    "assignment_trend",
    "avg_frustration_score",
    "avg_engagement_score",
    "days_until_renewal",
    "details",
    "created_at",
  ]);
  expect(detail).toMatchObject({
    churn_risk_score: 59.6429,
    risk_level: "HIGH",
    has_payment_issues: true,
    login_trend: -100,
    avg_frustration_score: null,
    details: {
      algorithm: "churn/1",
      components: {
        inactivity: 19.6429,
        engagement_decay: 0,
        frustration: 0,
        login_decay: 30,
        assignment_stall: 0,
        payment_issues: 10,
      },
      raw_score: 59.6429,
      windows: {
        current: { start: "2026-04-07", end: "2026-04-13" },
        previous: { start: "2026-03-31" },
        lookback: { start: "2026-03-15" },
      },
    },
  });
});

it("21: tells which days were generated, and when", async () => {
  const reporters = await newReporters();
  await generate(reporters, "churn", { now: Date.parse("2026-04-14T02:00:09.120Z") });
  const response = await reporters.ask("/churn/coverage?date_start=2026-04-12&date_end=2026-04-13");
  expect(await response.text()).toBe(
    '[{"academy_id":1,"date":"2026-04-12","generated":false,"generated_at":null,"generated_rows":0},' +
      '{"academy_id":1,"date":"2026-04-13","generated":true,"generated_at":"2026-04-14T02:00:09.120Z","generated_rows":0}]',
  );
});

it("22: resolves an alert once; only a later day opens it anew", async () => {
  const reporters = await newVector22();
  const { ask } = reporters;
  const open = async () => json(await ask("/churn/alerts?resolved=false&alert_type=INACTIVITY"));
  const [{ id }] = await open();
  reporters.server.setNow(Date.parse("2026-04-14T09:00:00.250Z"));
  const resolved = await ask(`/churn/alerts/${id}/resolve`, { body: { action_taken: "Called" } });
  expect(resolved.status).toBe(200);
  const alert = await json(resolved);
  expect(Object.keys(alert)).toEqual(
    "id user_id user_email academy_id alert_type severity report_date triggered_at resolved_at resolved_by_id action_taken metrics_snapshot".split(
      " ",
    ),
  );
  expect(alert).toMatchObject({
    id,
    user_email: "u@x.io",
    report_date: "2026-04-13",
    triggered_at: "2026-04-14T02:00:00Z",
    resolved_at: "2026-04-14T09:00:00.250Z",
    resolved_by_id: "u-7",
    action_taken: "Called",
  });
  const again = await ask(`/churn/alerts/${id}/resolve`, { body: { action_taken: "Twice" } });
  expect(await refusal(again)).toMatchObject({ status: 400, slug: "alert-already-resolved" });
  await generate(reporters, "churn");
  expect(await open()).toEqual([]);
  await generate(reporters, "churn", { date: "2026-04-14", today: "2026-04-15" });
  const [fresh] = await open();
  expect(fresh.id).toBeGreaterThan(id);
  expect(await json(await ask(`/churn/alerts?user=7&resolved=true`))).toEqual([alert]);
});

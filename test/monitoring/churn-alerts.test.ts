import { env } from "cloudflare:test";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { at, DAY, newStage, NOW, type Stage } from "./kit.ts";

interface Alert {
  id: number;
  user_id: number;
  alert_type: string;
  severity: string;
  report_date: string;
  triggered_at: number;
  resolved_at: number | null;
  resolved_by_id: string | null;
}

const day = (offset: number): string => at(DAY, offset).slice(0, 10);
const TODAY = day(3);
const HOUR = 3_600_000;

/** A user who is at 50 points, HIGH, while the status is PAYMENT_ISSUE, and at 40 while ACTIVE. */
async function riskyStage(): Promise<Stage> {
  const stage = await newStage();
  await stage.put(
    "exercise_telemetry",
    [-5, 0, 5].map((offset) => ({
      id: `t${offset}`,
      user_id: 1,
      frustration_score: 100,
      recorded_at: at(DAY, offset),
    })),
  );
  return stage;
}

const become = (stage: Stage, status: string) =>
  stage.put("subscriptions", [{ id: 1, user_id: 1, academy_id: 1, status }]);

const generate = (stage: Stage, offset: number, hours: number, alertDay = true) =>
  stage.generate("churn", {
    date: day(offset),
    now: NOW + hours * HOUR,
    today: TODAY,
    alertDay,
  });

const alertsOf = async (stage: Stage) =>
  (await stage.rows<Alert>("churn_alerts")).toSorted((a, b) => a.id - b.id);

const payment = async (stage: Stage) =>
  (await alertsOf(stage)).filter(({ alert_type }) => alert_type === "PAYMENT_RISK");

const resolveByHand = (stage: Stage, hours: number) =>
  env.DB.prepare(
    `UPDATE churn_alerts SET resolved_at = ?, resolved_by_id = 'u-7'
     WHERE tenant_id = ? AND resolved_at IS NULL`,
  )
    .bind(NOW + hours * HOUR, stage.tenantId)
    .run();

describe("the life of an alert", () => {
  it("is refreshed by later days, under the same id and trigger time", async () => {
    const stage = await riskyStage();
    await become(stage, "PAYMENT_ISSUE");
    await generate(stage, 0, 0);
    const opened = await alertsOf(stage);
    expect(opened.map((one) => `${one.alert_type} ${one.severity}`).toSorted()).toEqual([
      "HIGH_FRUSTRATION HIGH",
      "INACTIVITY HIGH",
      "PAYMENT_RISK CRITICAL",
    ]);
    await stage.put("activities", [
      { id: "a1", user_id: 1, kind: "login", timestamp: at(DAY, -6) },
      { id: "a2", user_id: 1, kind: "login", timestamp: at(DAY, -6), count: 4 },
    ]);
    // 12.5 + 15 + 30 + 10: HIGH by the logins that stopped, idle for 7 days.
    await generate(stage, 1, 24);
    const refreshed = await alertsOf(stage);
    expect(refreshed.map((one) => one.alert_type)).toContain("ENGAGEMENT_DROP");
    for (const { id, triggered_at } of opened) {
      expect(refreshed.find((one) => one.id === id)).toMatchObject({
        triggered_at,
        report_date: day(1),
        resolved_at: null,
      });
    }
  });

  it("is over when its condition is, also by the user's leaving; and begins anew", async () => {
    const stage = await riskyStage();
    await become(stage, "PAYMENT_ISSUE");
    await generate(stage, 0, 0);
    await become(stage, "CANCELLED");
    await generate(stage, 1, 24);
    expect(await payment(stage)).toMatchObject([
      { resolved_at: NOW + 24 * HOUR, resolved_by_id: null, report_date: day(0) },
    ]);
    await become(stage, "PAYMENT_ISSUE");
    await generate(stage, 2, 48);
    expect(await payment(stage)).toMatchObject([
      { resolved_at: NOW + 24 * HOUR },
      { resolved_at: null, triggered_at: NOW + 48 * HOUR },
    ]);
  });

  it("resolved by hand stays so for its day; a later day opens a new one", async () => {
    const stage = await riskyStage();
    await become(stage, "PAYMENT_ISSUE");
    await generate(stage, 0, 0);
    await resolveByHand(stage, 1);
    const resolved = await alertsOf(stage);
    await generate(stage, 0, 2);
    expect(await alertsOf(stage)).toEqual(resolved);
    await generate(stage, 1, 24);
    expect(await payment(stage)).toMatchObject([
      { resolved_by_id: "u-7", report_date: day(0) },
      { resolved_at: null, report_date: day(1), triggered_at: NOW + 24 * HOUR },
    ]);
  });

  it("is left alone by a day that a later one has overtaken, and by days that do not decide", async () => {
    const stage = await riskyStage();
    await become(stage, "PAYMENT_ISSUE");
    await generate(stage, 1, 0);
    const alerts = await alertsOf(stage);
    await become(stage, "ACTIVE");
    await generate(stage, 0, 1);
    await generate(stage, 2, 2, false);
    expect(await alertsOf(stage)).toEqual(alerts);
  });

  it("does not mind coverage of days to come", async () => {
    const stage = await riskyStage();
    await become(stage, "PAYMENT_ISSUE");
    await generate(stage, 4, 0, false);
    await generate(stage, 1, 1);
    expect(await payment(stage)).toHaveLength(1);
  });
});

const STATUSES = ["PAYMENT_ISSUE", "ACTIVE", "CANCELLED"];
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      offset: fc.integer({ min: 0, max: 4 }),
      status: fc.constantFrom(...STATUSES),
      decides: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant("by hand" as const) },
);

type Model = Pick<Alert, "report_date" | "triggered_at" | "resolved_at" | "resolved_by_id">;

/** The rules of 7.5 on the one alert PAYMENT_RISK. */
class Expected {
  readonly alerts: Model[] = [];
  readonly covered = new Set<string>();

  generate(date: string, holds: boolean, now: number): void {
    if ([...this.covered].some((other) => other > date && other <= TODAY)) return;
    const open = this.alerts.find(({ resolved_at }) => resolved_at === null);
    const byHand = this.alerts.some(
      ({ resolved_by_id, report_date }) => resolved_by_id !== null && report_date >= date,
    );
    if (open) {
      if (holds) open.report_date = date;
      else open.resolved_at = now;
    } else if (holds && !byHand) {
      const fresh = { report_date: date, triggered_at: now };
      this.alerts.push({ ...fresh, resolved_at: null, resolved_by_id: null });
    }
  }

  resolveByHand(now: number): void {
    for (const alert of this.alerts) {
      if (alert.resolved_at !== null) continue;
      alert.resolved_at = now;
      alert.resolved_by_id = "u-7";
    }
  }
}

it("follows the rules through any sequence of days, statuses and resolutions", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 9 }), async (steps) => {
      const stage = await riskyStage();
      const expected = new Expected();
      for (const [hours, one] of steps.entries()) {
        const now = NOW + hours * HOUR;
        if (one === "by hand") {
          await resolveByHand(stage, hours);
          expected.resolveByHand(now);
          continue;
        }
        const date = day(one.offset);
        const decides = one.decides && date <= TODAY;
        await become(stage, one.status);
        await generate(stage, one.offset, hours, decides);
        if (decides) expected.generate(date, one.status === "PAYMENT_ISSUE", now);
        expected.covered.add(date);
      }
      expect(await payment(stage)).toMatchObject(expected.alerts);
    }),
    { numRuns: 60 },
  );
});

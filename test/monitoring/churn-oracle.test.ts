import fc from "fast-check";
import { expect, it } from "vitest";
import type { ChurnSources } from "../../src/monitoring/report-types/churn/churn-metrics.oracle.ts";
import { expectedChurn } from "../../src/monitoring/report-types/churn/churn.oracle.ts";
import { at, DAY, newStage, NOW, type Stage } from "./kit.ts";

const instant = fc
  .record({
    day: fc.integer({ min: -31, max: 1 }),
    time: fc.constantFrom("00:00:00.000", "12:00:00.042", "23:59:59.999", "07:08:09.000"),
  })
  .map(({ day, time }) => at(DAY, day, time));
const maybeInstant = fc.option(instant, { freq: 2 });
const user = fc.integer({ min: -1, max: 4 });
const academy = fc.constantFrom(1, 1, 2, null);
/** Scores as people send them, at the edges, and with bits down to the last. */
const score = fc.oneof(
  fc.constantFrom(null, 0, 70, 69.999_96, 100, 99.9998, 33.333_35, 5e-324),
  fc.integer({ min: 0, max: 1_000_000 }).map((k) => k / 10_000),
  fc.double({ min: 0, max: 100, noNaN: true }),
);

const subscription = fc.record({
  id: fc.integer({ min: 1, max: 12 }),
  user_id: user,
  academy_id: fc.constantFrom(1, 1, 1, 2),
  status: fc.constantFrom("ACTIVE", "FREE_TRIAL", "PAYMENT_ISSUE", "CANCELLED", "FULLY_PAID"),
  next_payment_at: maybeInstant,
  starts_at: maybeInstant,
  ended_at: fc.option(instant, { freq: 1 }),
});
const activity = fc.record({
  user_id: user,
  academy_id: academy,
  kind: fc.constantFrom(
    "login",
    "login",
    "assignment_status_updated",
    "assignment_review_status_updated",
    "lesson_viewed",
  ),
  timestamp: instant,
  count: fc.constantFrom(1, 1, 2, 3, 7, 1_000_000_000),
});
const measurement = fc.record({
  user_id: user,
  academy_id: academy,
  engagement_score: score,
  frustration_score: score,
  recorded_at: instant,
});

const sources = fc.record({
  subscriptions: fc.uniqueArray(subscription, { selector: ({ id }) => id, maxLength: 12 }),
  activities: fc.array(activity, { maxLength: 25 }),
  telemetry: fc.array(measurement, { maxLength: 20 }),
});
type Sent = typeof sources extends fc.Arbitrary<infer T> ? T : never;

const numbered = <T extends object>(records: readonly T[]) =>
  records.map((record, no) => ({ id: `r${no}`, ...record }));

async function send(stage: Stage, sent: Sent): Promise<void> {
  if (sent.subscriptions.length > 0) await stage.put("subscriptions", sent.subscriptions);
  if (sent.activities.length > 0) await stage.put("activities", numbered(sent.activities));
  if (sent.telemetry.length > 0) await stage.put("exercise_telemetry", numbered(sent.telemetry));
}

const ms = (time: string): number => Date.parse(time);
const msOrNull = (time: string | null): number | null => (time === null ? null : ms(time));

const asSources = (sent: Sent): ChurnSources => ({
  subscriptions: sent.subscriptions.map((one) => ({
    ...one,
    next_payment_at: msOrNull(one.next_payment_at),
    starts_at: msOrNull(one.starts_at),
    ended_at: msOrNull(one.ended_at),
  })),
  activities: sent.activities.map((one) => ({ ...one, timestamp: ms(one.timestamp) })),
  telemetry: sent.telemetry.map((one) => ({ ...one, recorded_at: ms(one.recorded_at) })),
});

async function storedRows(stage: Stage) {
  const rows = await stage.rows<{ user_id: number; details: string }>("churn_reports");
  return rows
    .map((row) => ({ ...row, details: JSON.parse(row.details) as unknown }))
    .toSorted((a, b) => a.user_id - b.user_id);
}

async function storedAlerts(stage: Stage): Promise<string[]> {
  type Alert = Record<"user_id" | "alert_type" | "severity", string>;
  const alerts = await stage.rows<Alert>("churn_alerts");
  return alerts.map((one) => `${one.user_id} ${one.alert_type} ${one.severity}`).toSorted();
}

it("computes in SQL what the oracle says, in every column and detail, and the same alerts", async () => {
  await fc.assert(
    fc.asyncProperty(sources, async (sent) => {
      const stage = await newStage();
      await send(stage, sent);
      const { generatedRows } = await stage.generate("churn");
      const expected = expectedChurn(asSources(sent), 1, DAY);
      expect(generatedRows).toBe(expected.length);
      const own = { tenant_id: stage.tenantId, created_at: NOW };
      const internal = { id: expect.any(Number), alert_bits: expect.any(Number) };
      expect(await storedRows(stage)).toEqual(
        // As JSON, for it is what a client sees: there -0 is 0.
        expected.map(({ row }) => ({ ...JSON.parse(JSON.stringify(row)), ...own, ...internal })),
      );
      const alerts = expected.flatMap(({ row: { user_id }, alerts: of }) =>
        Object.entries(of).map(([type, severity]) => `${user_id} ${type} ${severity}`),
      );
      expect(await storedAlerts(stage)).toEqual(alerts.toSorted());
    }),
    { numRuns: 150 },
  );
});

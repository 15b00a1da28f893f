import { DAY_MS } from "#shared";
import type { churnWindows } from "./churn-windows.ts";

export interface Subscription {
  id: number;
  user_id: number;
  academy_id: number;
  status: string;
  next_payment_at: number | null;
  starts_at: number | null;
  ended_at: number | null;
}

interface Activity {
  user_id: number;
  academy_id: number | null;
  kind: string;
  timestamp: number;
  count: number;
}

interface Measurement {
  user_id: number;
  academy_id: number | null;
  engagement_score: number | null;
  frustration_score: number | null;
  recorded_at: number;
}

/** Source records of one tenant; times in milliseconds. */
export interface ChurnSources {
  subscriptions: readonly Subscription[];
  activities: readonly Activity[];
  telemetry: readonly Measurement[];
}

type Windows = ReturnType<typeof churnWindows>;

const POPULATION = ["ACTIVE", "FREE_TRIAL", "PAYMENT_ISSUE"];
const ASSIGNMENTS = ["assignment_status_updated", "assignment_review_status_updated"];

const isLater = (a: Subscription, b: Subscription): boolean => {
  const [left, right] = [a.starts_at ?? -Infinity, b.starts_at ?? -Infinity];
  return left === right ? a.id > b.id : left > right;
};

/** 7.1: one subscription a user, of those in force. */
export function population(subscriptions: readonly Subscription[], academyId: number, at: Windows) {
  const chosen = new Map<number, Subscription>();
  for (const one of subscriptions) {
    const inForce =
      one.academy_id === academyId &&
      POPULATION.includes(one.status) &&
      (one.starts_at === null || one.starts_at < at.end) &&
      (one.ended_at === null || one.ended_at > at.start);
    const other = chosen.get(one.user_id);
    if (inForce && (!other || isLater(one, other))) chosen.set(one.user_id, one);
  }
  return [...chosen.values()].toSorted((a, b) => a.user_id - b.user_id);
}

/** Compensated (Neumaier), as SQLite's avg(): the plain sum differs from it in the last bit. */
function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  let sum = 0;
  let lost = 0;
  for (const value of known) {
    const next = sum + value;
    lost += Math.abs(sum) > Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return known.length === 0 ? null : (sum + lost) / known.length;
}

/** 7.1 for one user: the metrics before any rounding. */
export function metricsOf(sources: ChurnSources, subscription: Subscription, at: Windows) {
  const mine = (record: Activity | Measurement): boolean =>
    record.user_id === subscription.user_id &&
    (record.academy_id === null || record.academy_id === subscription.academy_id);
  const activities = sources.activities.filter(
    (one) => mine(one) && one.timestamp >= at.lookback && one.timestamp < at.end,
  );
  const events = (kinds: string[], from: number, until: number): number =>
    activities
      .filter((one) => kinds.includes(one.kind) && one.timestamp >= from && one.timestamp < until)
      .reduce((sum, one) => sum + one.count, 0);
  const telemetry = sources.telemetry.filter(mine);
  const measured = (score: "engagement_score" | "frustration_score", from: number, until: number) =>
    mean(
      telemetry
        .filter((one) => one.recorded_at >= from && one.recorded_at < until)
        .map((one) => one[score]),
    );
  const last = Math.max(...activities.map((one) => one.timestamp));
  const next = subscription.next_payment_at;
  return {
    logins: events(["login"], at.current, at.end),
    loginsBefore: events(["login"], at.previous, at.current),
    assigned: events(ASSIGNMENTS, at.current, at.end),
    assignedBefore: events(ASSIGNMENTS, at.previous, at.current),
    lastAt: activities.length === 0 ? null : last,
    daysIdle: activities.length === 0 ? 30 : Math.floor((at.end - 1 - last) / DAY_MS),
    engaged: measured("engagement_score", at.current, at.end),
    engagedBefore: measured("engagement_score", at.previous, at.current),
    frustrated: measured("frustration_score", at.current, at.end),
    hasPaymentIssues: subscription.status === "PAYMENT_ISSUE",
    daysUntilRenewal: next === null ? null : Math.floor((next - at.start) / DAY_MS),
  };
}

export type Metrics = ReturnType<typeof metricsOf>;

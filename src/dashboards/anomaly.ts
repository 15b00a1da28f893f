import { money, rate, round } from "./numbers.ts";

/** A metric of one thing now and before; `zero` is a baseline of nothing. */
export interface Finding {
  baseline: number;
  current: number;
  deltaPct: number;
  zscore: number;
  severity: Severity;
}

export type Severity = "info" | "warning" | "critical";

/** x of n events, now (1) and before (0). */
export interface RateSeries {
  x0: number;
  n0: number;
  x1: number;
  n1: number;
}

/** Valued rows m, their sum R in ten-thousandths and the sum Q of their squares in whole units. */
export interface RevenueSeries {
  m0: number;
  r0: number;
  q0: number;
  m1: number;
  r1: number;
  q1: number;
}

const FEWEST_EVENTS = 30;
const FEWEST_VALUES = 5;
const Z_MAX = 99.9;
const E4 = 10_000;

/** By |z| and by |deltaPct|, the worse of the two; below info: null. */
function severityOf(z: number, pct: number): Severity | null {
  const [a, b] = [Math.abs(z), Math.abs(pct)];
  if (a >= 4 || b >= 50) return "critical";
  if (a >= 3 || b >= 30) return "warning";
  return a >= 2 || b >= 15 ? "info" : null;
}

/** Judges the returned values: what is rounded to below a threshold is below it. */
function finding(
  exact: { baseline: number; current: number },
  z: number,
  shown: (value: number) => number,
): Finding | undefined {
  const { baseline, current } = exact;
  if (baseline === 0 && current === 0) return undefined;
  const zscore = Math.max(-Z_MAX, Math.min(Z_MAX, round(z, 1)));
  const change = round(((current - baseline) / Math.abs(baseline)) * 100, 1);
  // Against nothing every change is endless: only the test tells how much it means.
  const severity = severityOf(zscore, baseline === 0 ? 0 : change);
  if (severity === null) return undefined;
  const deltaPct = baseline === 0 ? 100 : change;
  return { baseline: shown(baseline), current: shown(current), deltaPct, zscore, severity };
}

const ratio = (difference: number, deviation: number): number =>
  deviation > 0 ? difference / deviation : 0;

/**
 * Two rates compared by the pooled two-proportion test. Rates may exceed 1; the test, which knows
 * no such thing, takes x as at most n.
 * @returns undefined with fewer than 30 events on a side, or where nothing is remarkable.
 */
export function rateFinding({ x0, n0, x1, n1 }: RateSeries): Finding | undefined {
  if (n0 < FEWEST_EVENTS || n1 < FEWEST_EVENTS) return undefined;
  const [capped0, capped1] = [Math.min(x0, n0), Math.min(x1, n1)];
  const p = (capped0 + capped1) / (n0 + n1);
  const deviation = Math.sqrt(p * (1 - p) * (1 / n0 + 1 / n1));
  const z = ratio(capped1 / n1 - capped0 / n0, deviation);
  return finding({ baseline: x0 / n0, current: x1 / n1 }, z, (value) => rate(value, 1, 3));
}

/**
 * Revenue compared with the baseline's, scaled to the length of the current window: a sum of
 * independent values, whose variance is the sum of their squares.
 * @param k length of the current window / length of the baseline
 * @returns undefined with fewer than 5 valued rows in all, or where nothing is remarkable.
 */
export function revenueFinding(series: RevenueSeries, k: number): Finding | undefined {
  const { m0, r0, q0, m1, r1, q1 } = series;
  if (m0 + m1 < FEWEST_VALUES) return undefined;
  const z = ratio((r1 - k * r0) / E4, Math.sqrt(q1 + k * k * q0));
  return finding({ baseline: k * r0, current: r1 }, z, money);
}

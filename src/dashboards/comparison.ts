import type { Comparison } from "./dashboard-type.ts";
import { round } from "./numbers.ts";

/** A field now and before: the difference, and in percent of before (null where that was 0). */
interface Delta {
  previous: number;
  abs: number;
  pct: number | null;
}

export type RowDelta = Record<string, Delta>;

function delta(current: number, previous: number, decimals: number): Delta {
  const abs = round(current - previous, decimals);
  if (current === previous) return { previous, abs, pct: 0 };
  const pct = previous === 0 ? null : round(((current - previous) / Math.abs(previous)) * 100, 1);
  return { previous, abs, pct };
}

/** Of each row of `current`, in its order, what changed by field. A row that was not there is 0. */
export function deltasOf<R extends object>(
  comparison: Comparison<R>,
  current: R,
  previous: R,
): RowDelta[] {
  const before = new Map(comparison.rows(previous).map(({ key, row }) => [key, row]));
  return comparison.rows(current).map(({ key, row }) => {
    const old = before.get(key) ?? {};
    const own = Object.entries(comparison.fields).map(([name, decimals]) => [
      name,
      delta(Number(Reflect.get(row, name)), Number(Reflect.get(old, name) ?? 0), decimals),
    ]);
    return Object.fromEntries(own);
  });
}

/** Puts the deltas into the rows of an answer, and the answer of the window before beside them. */
export function withComparison<R extends object>(
  comparison: Comparison<R>,
  current: R,
  previous: R,
  deltas: readonly RowDelta[],
): object {
  for (const [at, { row }] of comparison.rows(current).entries()) {
    const shown = Object.entries(deltas[at] ?? {}).map(([name, { abs, pct }]) => [
      name,
      { abs, pct },
    ]);
    Object.assign(row, { delta: Object.fromEntries(shown) });
  }
  return Object.assign(current, { previous: comparison.limited?.(previous) ?? previous });
}

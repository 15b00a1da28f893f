import { DAY_MS } from "#shared";

interface Range {
  from: number;
  end: number;
}

/** How a window is put together from a daily roll-up: `firstDay ≤ day < endDay`, and raw rows. */
export interface DayPieces {
  firstDay: number;
  endDay: number;
  added: readonly Range[];
  removed: readonly Range[];
}

/**
 * Whole UTC days come from the roll-up, cut days from the raw rows. A window that ends now takes
 * today whole and removes what lies after now: mostly nothing, where today's rows may be many.
 */
export function dayPieces({ from, end }: Range, now: number): DayPieces {
  const first = Math.ceil(from / DAY_MS);
  const last = Math.floor(end / DAY_MS);
  if (first > last) return { firstDay: 0, endDay: 0, added: [{ from, end }], removed: [] };
  const start = from < first * DAY_MS ? [{ from, end: first * DAY_MS }] : [];
  if (end === now + 1) {
    const removed = [{ from: end, end: (last + 1) * DAY_MS }];
    return { firstDay: first, endDay: last + 1, added: start, removed };
  }
  const rest = end > last * DAY_MS ? [{ from: last * DAY_MS, end }] : [];
  return { firstDay: first, endDay: last, added: [...start, ...rest], removed: [] };
}

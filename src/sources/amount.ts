import type { ErrorDetail } from "#shared";
import { MONEY_UNITS } from "./fields.ts";

const MAX = 1_000_000_000;

/** A record may stand for at most 10⁹ in money: `count × |amount|`, `e4` in ten-thousandths. */
export function checkAmount(
  param: string,
  e4: number | null | undefined,
  count: number,
): ErrorDetail | undefined {
  const total = (Math.abs(e4 ?? 0) / MONEY_UNITS) * count;
  return total > MAX ? { param, message: `times count must be at most ${MAX}` } : undefined;
}

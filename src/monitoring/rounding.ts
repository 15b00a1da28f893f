import { type SQL, sql } from "drizzle-orm";

/**
 * Four decimals, as they are stored (monitoring contract 7.3).
 * @returns null for what JSON cannot print: an infinite quotient.
 */
export const rounded4 = (x: number): number | null =>
  Number.isFinite(x) ? Number(x.toFixed(4)) + 0 : null;

/** Freed of binary noise only: what levels and alert conditions compare (7.3). */
export const withoutNoise = (x: number): number => Math.round(x * 1e9) / 1e9;

// a = hi + lo exactly, each short enough that its product with 10,000 is exact (Veltkamp, Dekker).
const high = (a: SQL): SQL => sql`(${a} * 134217729.0 - (${a} * 134217729.0 - ${a}))`;

/** The nearest multiple of 0.0001 to a ≥ 0, in units of it; half goes up, judged on exact products. */
const exactUnits = (a: SQL): SQL => {
  const guess = sql`CAST(${a} * 1e4 + 0.5 AS INTEGER)`;
  const rest = sql`(${high(a)} * 1e4 - ${guess})`;
  const low = sql`(${a} - ${high(a)}) * 1e4`;
  return sql`(${guess} + CASE WHEN (${rest} + 0.5) + ${low} < 0 THEN -1
    WHEN (${rest} - 0.5) + ${low} >= 0 THEN 1 ELSE 0 END)`;
};

/**
 * `rounded4` in SQL, for a real column `x`; null stays null.
 *
 * SQLite's round(x, 4) is another function: it rounds a decimal text of some 15 digits, so that
 * 103.01755 (in binary 103.0175499999…) becomes 103.0176 where toFixed says 103.0175: one in a
 * hundred halves. So: away from a half, plain arithmetic is sure; near one, exact products decide;
 * from 2^39 on neighbouring doubles are further apart than 0.0001 and x is its own rounding.
 */
export const roundedSql = (x: SQL): SQL => sql`CASE
  WHEN abs(${x}) < 1e7 AND abs(abs(${x} * 1e4 - CAST(${x} * 1e4 AS INTEGER)) - 0.5) > 1e-3
    THEN CAST(${x} * 1e4 + CASE WHEN ${x} < 0 THEN -0.5 ELSE 0.5 END AS INTEGER) / 1e4
  WHEN abs(${x}) < 549755813888.0
    THEN CASE WHEN ${x} < 0 THEN -1 ELSE 1 END * ${exactUnits(sql`abs(${x})`)} / 1e4
  WHEN abs(${x}) <= 1.7976931348623157e308 THEN ${x} END`;

// Math.round(x * 1e9) is the floor of x * 1e9 + 0.5, and a floor reaches an integer when the value does.
const AT_LEAST = { 25: sql`25e9`, 50: sql`50e9`, 70: sql`70e9`, 75: sql`75e9` };

/** `withoutNoise(x) >= bound` in SQL. */
export const atLeast = (x: SQL, bound: keyof typeof AT_LEAST): SQL =>
  sql`(${x} * 1e9 + 0.5 >= ${AT_LEAST[bound]})`;

import { env } from "cloudflare:test";
import { sql } from "drizzle-orm";
import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { atLeast, rounded4, roundedSql, withoutNoise } from "../../src/monitoring/rounding.ts";

const dialect = new SQLiteSyncDialect();
const x = sql`json_each.value`;
const { sql: text } = dialect.sqlToQuery(
  sql`SELECT ${roundedSql(x)} AS rounded, ${atLeast(x, 50)} AS high FROM json_each(?)`,
);

/** What SQL makes of these numbers; -0 is 0 in both. */
async function inSql(values: readonly number[]) {
  const { results } = await env.DB.prepare(text)
    .bind(JSON.stringify(values))
    .all<{ rounded: number; high: number }>();
  return results;
}

async function expectEqual(values: readonly number[]): Promise<void> {
  const found = await inSql(values);
  expect(found.map(({ rounded }) => rounded)).toEqual(values.map((value) => rounded4(value)));
  expect(found.map(({ high }) => high)).toEqual(
    values.map((value) => Number(withoutNoise(value) >= 50)),
  );
}

it("equals toFixed(4) on halves, where SQLite's own round() does not", async () => {
  const halves = fc.integer({ min: -3e6, max: 3e6 }).map((k) => (2 * k + 1) / 20_000);
  const products = fc.integer({ min: 0, max: 1e6 }).map((k) => 0.15 * (k / 1e4));
  const numbers = fc.array(fc.oneof(halves, products), { minLength: 2_000, maxLength: 4_000 });
  await fc.assert(fc.asyncProperty(numbers, expectEqual), { numRuns: 10 });
});

it("equals toFixed(4) on numbers of every size, and knows 50 from 49.9999999995", async () => {
  const any = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 });
  const middling = fc.double({ noNaN: true, min: -1e13, max: 1e13 });
  const small = fc.double({ noNaN: true, min: -1, max: 101 });
  const near = fc.integer({ min: -40, max: 40 }).map((k) => 50 + k * 1e-10);
  const numbers = fc.array(fc.oneof(any, middling, small, near), { minLength: 1_000 });
  await fc.assert(fc.asyncProperty(numbers, expectEqual), { numRuns: 20 });
  await expectEqual([549_755_813_887.9999, 549_755_813_888.0001, 9_999_999.99995, 1e7, 5e-324]);
});

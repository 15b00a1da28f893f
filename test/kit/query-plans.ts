import type { D1Call } from "./recording-d1.ts";

/** Virtual and computed tables, whose "scan" is the reading of what was asked for. */
const NO_TABLE =
  /^SCAN (?:json_each|\(subquery-\d+\)|\d+ CONSTANT ROWS?|CONSTANT ROW|\d+-ROW VALUES CLAUSE|incoming|replaced|gone|added|fold|report|\w+ VIRTUAL TABLE)(?: |$)/;

interface Finding {
  sql: string;
  detail: string;
}

/**
 * Steps of the plans of these calls that read a whole table.
 * @param computed names of the statements' own subqueries, which no table may have as an alias.
 */
export async function tableScans(
  db: D1Database,
  calls: readonly D1Call[],
  computed: readonly string[] = [],
): Promise<Finding[]> {
  const scanned = (detail: string): string => detail.split(" ")[1] ?? "";
  const found: Finding[] = [];
  const seen = new Set<string>();
  for (const { sql, values } of calls.flatMap(({ statements }) => statements)) {
    if (seen.has(sql)) continue;
    seen.add(sql);
    const plan = await db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .bind(...values)
      .all<{ detail: string }>();
    for (const { detail } of plan.results) {
      if (!detail.startsWith("SCAN ") || NO_TABLE.test(detail)) continue;
      if (!computed.includes(scanned(detail))) found.push({ sql, detail });
    }
  }
  return found;
}

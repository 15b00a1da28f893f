import { DAY_MS, utcDate } from "#shared";
import type { Occasion, TemplateDeps } from "../data-template.ts";
import { lastDays, onDates, weekOf } from "../parts/calendar.ts";
import { scanJar } from "./jar-scan.query.ts";
import { readProtection } from "./pii-compliance.query.ts";

export async function collect(
  { db, phoneRegion }: TemplateDeps,
  { tenantId, honeyJarId, asOf }: Occasion,
  many: number,
) {
  const calendar = lastDays(asOf, many);
  const { coverage, overdue, days, ...rest } = await readProtection(db, tenantId, calendar);
  const weeks = [...new Set(calendar.dates.map(weekOf))];
  return {
    ...rest,
    days: many,
    coverage: coverage[0] ?? { scrambled: 0, plain: 0, off: 0 },
    overdue: overdue[0]?.mappings ?? 0,
    weeks,
    weekly: onDates(
      weeks,
      days,
      ({ day }) => weekOf(utcDate(day * DAY_MS)),
      ({ items }) => items,
    ),
    scan: honeyJarId === null ? null : await scanJar(db, tenantId, honeyJarId, phoneRegion),
  };
}

/** What the sections are made of. */
export type Compliance = Awaited<ReturnType<typeof collect>>;

import { DAY_MS, utcDate } from "#shared";
import { defineDataTemplate, type Occasion, type TemplateDeps } from "../data-template.ts";
import { lastDays, onDates, weekOf } from "../parts/calendar.ts";
import { counted } from "../parts/numbers.ts";
import { wholeNumber } from "../parts/parameters.ts";
import { scanJar } from "./jar-scan.query.ts";
import { readProtection } from "./pii-compliance.query.ts";
import { complianceSections } from "./pii-compliance-sections.ts";

async function collect(
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

export type Compliance = Awaited<ReturnType<typeof collect>>;

export const piiCompliance = defineDataTemplate({
  id: "bdb8ef34-506b-460f-91f3-944222a91131",
  name: "PII Compliance",
  description: "How personal data was found and protected in documents.",
  category: "compliance",
  required_role: "admin",
  estimated_time_minutes: 3,
  parameters: { days: wholeNumber("Days", [1, 365], 30) },
  collect: (deps, occasion, { days }) => collect(deps, occasion, days),
  sections: complianceSections,
  facts({ days, coverage, types, gates, overdue, scan }) {
    const items = types.reduce((sum, one) => sum + one.items, 0);
    const failed = gates.reduce((sum, { documents }) => sum + documents, 0);
    return [
      `In the last ${counted(days, "day")}, ${counted(coverage.scrambled, "document was", "documents were")} written with scrambling and ${counted(coverage.plain, "document", "documents")} without.`,
      `${counted(coverage.off, "request")} asked for scrambling to be off.`,
      `${counted(items, "item", "items")} of personal data ${items === 1 ? "was" : "were"} found in completed documents.`,
      `${counted(failed, "document", "documents")} failed because personal data could not be protected.`,
      `${counted(overdue, "mapping is", "mappings are")} past the time of deletion.`,
      ...(scan
        ? [
            `In the honey jar “${scan.jar}”, ${counted(scan.documents.length, "document holds", "documents hold")} personal data, of ${counted(scan.scanned, "document")} scanned.`,
          ]
        : []),
    ];
  },
});

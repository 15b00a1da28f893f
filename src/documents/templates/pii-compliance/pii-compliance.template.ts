import { defineDataTemplate } from "../data-template.ts";
import { counted } from "../parts/numbers.ts";
import { wholeNumber } from "../parts/parameters.ts";
import { complianceSections } from "./pii-compliance-sections.ts";
import { collect } from "./collect.ts";

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

import type { PiiType } from "./finding.ts";
import { type Mapping, typeOf } from "./tokens.ts";

const RISK: Record<Exclude<PiiType, "LITERAL">, "low" | "medium" | "high"> = {
  EMAIL: "low",
  PHONE: "medium",
  SSN: "high",
  CARD: "high",
  IBAN: "high",
  IP: "low",
  SECRET: "high",
  DOB: "medium",
  NAME: "medium",
};

const MANY_ITEMS = 10;

export interface PiiSummary {
  detected: boolean;
  riskLevel: "low" | "medium" | "high";
  items: number;
  byType: Record<string, number>;
}

/** What was found, in numbers: distinct values by type. Literals are nobody's data. */
export function summarizePii(mapping: Mapping): PiiSummary {
  const byType: Record<string, number> = {};
  for (const name of Object.keys(mapping)) {
    const type = typeOf(name);
    if (type !== "LITERAL") byType[type] = (byType[type] ?? 0) + 1;
  }
  const items = Object.values(byType).reduce((sum, count) => sum + count, 0);
  const risks = new Set(Object.entries(RISK).map(([type, risk]) => (byType[type] ? risk : "low")));
  const medium = risks.has("medium") || items > MANY_ITEMS;
  return {
    detected: items > 0,
    riskLevel: risks.has("high") ? "high" : medium ? "medium" : "low",
    items,
    byType,
  };
}

import { defineDataTemplate } from "../data-template.ts";
import { counted, whole } from "../parts/numbers.ts";
import { wholeNumber } from "../parts/parameters.ts";
import { auditSections } from "./security-audit-sections.ts";
import { collect } from "./collect.ts";

export const securityAudit = defineDataTemplate({
  id: "0a6a644b-c5b8-4c5d-89b6-3f17448cc325",
  name: "Security Audit",
  description: "API keys, activity, shares and webhooks, with findings by severity.",
  category: "security",
  required_role: "admin",
  estimated_time_minutes: 2,
  parameters: { days: wholeNumber("Days", [1, 365], 30) },
  collect: (deps, occasion, { days }) => collect(deps, occasion, days),
  sections: auditSections,
  facts({ dates, keys, actions, shares, findings }) {
    const active = keys.filter(({ state }) => state === "active").length;
    const noted = actions.reduce((sum, { count }) => sum + count, 0);
    const open = shares.filter(({ state }) => state === "active").length;
    return [
      `The tenant has ${counted(active, "active API key")} of ${counted(keys.length, "key")} in all.`,
      `In the last ${counted(dates.length, "day")}, ${counted(noted, "action was", "actions were")} noted in the audit.`,
      `${counted(open, "share is", "shares are")} open.`,
      ...findings.map(
        ({ severity, finding, count }) =>
          `A finding of ${severity} severity is “${finding}”, with a count of ${whole(count)}.`,
      ),
      ...(findings.length === 0 ? ["The audit has no findings."] : []),
    ];
  },
});

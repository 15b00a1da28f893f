import { readChurnDay } from "#monitoring";
import { utcDate } from "#shared";
import { defineDataTemplate } from "../data-template.ts";
import { counted, exact, share } from "../parts/numbers.ts";
import { academy, date, wholeNumber } from "../parts/parameters.ts";
import { type ChurnBriefing, churnSections } from "./churn-sections.ts";

export const churnRiskBriefing = defineDataTemplate({
  id: "c2fa6e18-52ea-4252-bf58-46bcc5430475",
  name: "Churn Risk Briefing",
  description: "Who is at risk of leaving an academy, why, and what changed.",
  category: "analysis",
  required_role: "user",
  estimated_time_minutes: 2,
  parameters: {
    academy_id: academy,
    date: date("Date", "Default: the latest generated."),
    top: wholeNumber("Learners to list", [5, 100], 25),
  },
  async collect({ db }, { tenantId, asOf }, values): Promise<ChurnBriefing> {
    const academyId = values.academy_id;
    const last = values.date ?? utcDate(asOf);
    const wish = { last, exact: values.date !== undefined, top: values.top };
    return { academyId, day: await readChurnDay(db, { tenantId, academyId }, wish) };
  },
  sections: churnSections,
  facts({ academyId, day }) {
    if (!day)
      return [`There is no generated churn report of academy ${academyId} for this period.`];
    const { total, average_score, payment_risk_count, unresolved_alert_count, risk_levels } =
      day.summary;
    const high = risk_levels.HIGH + risk_levels.CRITICAL;
    return [
      `On ${day.date}, the churn report of academy ${academyId} covers ${counted(total, "learner")} with an average risk score of ${exact(average_score)}.`,
      `${counted(high, "learner has", "learners have")} a high or critical risk of leaving academy ${academyId} (${share(high, total)}).`,
      `${counted(payment_risk_count, "learner has", "learners have")} a payment issue in academy ${academyId}.`,
      `${counted(unresolved_alert_count, "churn alert is", "churn alerts are")} unresolved in academy ${academyId}.`,
      ...(day.previous === null
        ? []
        : [
            `Since ${day.previous}, ${counted(day.into.total, "learner")} of academy ${academyId} moved into a high or critical risk and ${counted(day.outOf.total, "learner")} out of it.`,
          ]),
    ];
  },
});

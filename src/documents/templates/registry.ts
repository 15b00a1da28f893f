import { acquisitionFunnel } from "./acquisition-funnel/acquisition-funnel.template.ts";
import { churnRiskBriefing } from "./churn-risk-briefing/churn-risk-briefing.template.ts";
import type { DataTemplate } from "./data-template.ts";
import { knowledgeBaseAnalytics } from "./knowledge-base-analytics/knowledge-base-analytics.template.ts";
import { performanceDashboard } from "./performance-dashboard/performance-dashboard.template.ts";
import { piiCompliance } from "./pii-compliance/pii-compliance.template.ts";
import { securityAudit } from "./security-audit/security-audit.template.ts";
import { systemHealth } from "./system-health/system-health.template.ts";

/** Every data template, in the order in which facts are told: one line a template. */
export const dataTemplates: readonly DataTemplate[] = [
  systemHealth,
  securityAudit,
  knowledgeBaseAnalytics,
  piiCompliance,
  churnRiskBriefing,
  acquisitionFunnel,
  performanceDashboard,
];

import type { TemplateParameter } from "../templates.table.ts";

interface SeededTemplate {
  id: string;
  name: string;
  description: string;
  category: string;
  required_role: "user" | "admin";
  estimated_time_minutes: number;
  parameters: TemplateParameter[];
}

const optional = (
  name: string,
  type: TemplateParameter["type"],
  label: string,
  more: Partial<TemplateParameter> = {},
): TemplateParameter => ({ name, type, label, required: false, ...more });

const days = (fallback: number): TemplateParameter =>
  optional("days", "number", "Days", { default: fallback });

const academy: TemplateParameter = {
  name: "academy_id",
  type: "number",
  label: "Academy",
  required: true,
};

export const BEE_ID = "cc030440-0005-470f-8341-6ec798d00445";

/** What every tenant has. The generator is the name in snake case; Bee's is `conversational`. */
export const SEEDED: readonly SeededTemplate[] = [
  {
    id: BEE_ID,
    name: "Bee Conversational Report",
    description: "A long-form report on a question, written from your sources, with citations.",
    category: "analysis",
    required_role: "user",
    estimated_time_minutes: 15,
    parameters: [
      { name: "user_query", type: "text", label: "What should it answer?", required: true },
    ],
  },
  {
    id: "16ea4f90-8fc2-4365-b2cc-27157758d900",
    name: "System Health",
    description: "Documents, queue, generation jobs, ingestion, storage and webhooks at a glance.",
    category: "system",
    required_role: "user",
    estimated_time_minutes: 2,
    parameters: [days(7)],
  },
  {
    id: "0a6a644b-c5b8-4c5d-89b6-3f17448cc325",
    name: "Security Audit",
    description: "API keys, activity, shares and webhooks, with findings by severity.",
    category: "security",
    required_role: "admin",
    estimated_time_minutes: 2,
    parameters: [days(30)],
  },
  {
    id: "4ba1ddd8-0d21-43e3-83e0-965b0f3b08bd",
    name: "Knowledge Base Analytics",
    description: "Honey jars: size, growth, what is cited and what never is.",
    category: "knowledge",
    required_role: "user",
    estimated_time_minutes: 2,
    parameters: [optional("weeks", "number", "Weeks", { default: 12 })],
  },
  {
    id: "bdb8ef34-506b-460f-91f3-944222a91131",
    name: "PII Compliance",
    description: "How personal data was found and protected in documents.",
    category: "compliance",
    required_role: "admin",
    estimated_time_minutes: 3,
    parameters: [days(30)],
  },
  {
    id: "c2fa6e18-52ea-4252-bf58-46bcc5430475",
    name: "Churn Risk Briefing",
    description: "Who is at risk of leaving an academy, why, and what changed.",
    category: "analysis",
    required_role: "user",
    estimated_time_minutes: 2,
    parameters: [
      academy,
      optional("date", "date", "Date"),
      optional("top", "number", "Learners to list", { default: 25 }),
    ],
  },
  {
    id: "cca11c73-10db-40a3-b9cf-7b6999a1cc7d",
    name: "Acquisition Funnel",
    description: "Where an academy's leads come from and how far they get.",
    category: "analysis",
    required_role: "user",
    estimated_time_minutes: 2,
    parameters: [
      academy,
      optional("date_start", "date", "From"),
      optional("date_end", "date", "To"),
    ],
  },
  {
    id: "33814f6c-a266-440b-91e9-cb02df1abb3a",
    name: "Performance Dashboard",
    description: "Inventory, traffic, revenue, offers, channels, budgets and models in one report.",
    category: "analysis",
    required_role: "user",
    estimated_time_minutes: 2,
    parameters: [days(30), optional("segment_id", "text", "Segment")],
  },
];

import type { TemplateParameter } from "../templates.table.ts";
import { type DataTemplate, generatorClass } from "./data-template.ts";
import { dataTemplates } from "./registry.ts";

interface SeededTemplate {
  id: string;
  name: string;
  description: string;
  category: string;
  generator_class: string;
  required_role: "user" | "admin";
  estimated_time_minutes: number;
  parameters: TemplateParameter[];
}

export const BEE_ID = "cc030440-0005-470f-8341-6ec798d00445";

const bee: SeededTemplate = {
  id: BEE_ID,
  name: "Bee Conversational Report",
  description: "A long-form report on a question, written from your sources, with citations.",
  category: "analysis",
  generator_class: "conversational",
  required_role: "user",
  estimated_time_minutes: 15,
  parameters: [
    { name: "user_query", type: "text", label: "What should it answer?", required: true },
  ],
};

const seeded = (template: DataTemplate): SeededTemplate => ({
  id: template.id,
  name: template.name,
  description: template.description,
  category: template.category,
  generator_class: generatorClass(template.name),
  required_role: template.required_role,
  estimated_time_minutes: template.estimated_time_minutes,
  parameters: Object.entries(template.parameters).map(([name, { declared }]) => ({
    name,
    ...declared,
  })),
});

/** What every tenant has. */
export const SEEDED: readonly SeededTemplate[] = [bee, ...dataTemplates.map(seeded)];

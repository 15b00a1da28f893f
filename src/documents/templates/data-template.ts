import type { Clock, Db } from "#shared";
import type { Parameters, Values } from "./parts/parameters.ts";

/** What data templates read from. */
export interface TemplateDeps {
  db: Db;
  clock: Clock;
  /** Whose national phone numbers are known, as `US`. */
  phoneRegion: string;
}

/** Whose data, and as of when. */
export interface Occasion {
  tenantId: string;
  honeyJarId: string | null;
  asOf: number;
}

export interface TemplateSection {
  heading: string;
  markdown: string;
}

/** What is wrong with a parameter. */
export interface Refusal {
  parameter: string;
  rule: string;
}

interface Definition<F extends Parameters, Data> {
  id: string;
  name: string;
  description: string;
  category: string;
  required_role: "user" | "admin";
  estimated_time_minutes: number;
  parameters: F;
  /** A rule that no single parameter can state. */
  check?(values: Values<F>): Refusal | null;
  /** Everything that the document tells, as JSON. Each number is what the operation it is named after answers as of then. */
  collect(deps: TemplateDeps, occasion: Occasion, values: Values<F>): Promise<Data>;
  sections(data: Data): TemplateSection[];
  /** The most important numbers, each in a complete sentence that can stand alone. */
  facts(data: Data): string[];
}

/** A kind of document made from the tenant's own data without a model: a folder and a line in the registry. */
export type DataTemplate = Definition<Parameters, unknown>;

export const defineDataTemplate = <F extends Parameters, Data>(
  template: Definition<F, Data>,
): Definition<F, Data> => template;

/** The `generator_class` of a template: its name in snake case. */
export const generatorClass = (name: string): string => name.toLowerCase().replaceAll(" ", "_");

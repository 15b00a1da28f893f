import { z } from "zod";
import { utcDate } from "#shared";
import type { Assignment, DocumentGenerator, Section } from "../generator.ts";
import { markdownText } from "../markdown-text.ts";
import { readableTime } from "../readable-time.ts";
import { parameterLines } from "../writing/about.ts";
import { wordCount } from "../writing/word-count.ts";
import {
  type DataTemplate,
  generatorClass,
  type Occasion,
  type Refusal,
  type TemplateDeps,
} from "./data-template.ts";
import { dataTemplates } from "./registry.ts";

/** What was read, and the parameters in effect. */
interface Collected {
  values: Record<string, unknown>;
  data: unknown;
}

const schemaOf = ({ parameters }: DataTemplate) =>
  z.object(
    Object.fromEntries(Object.entries(parameters).map(([name, { schema }]) => [name, schema])),
  );

function checkValues(template: DataTemplate, sent: Assignment["parameters"]): Refusal | null {
  const parsed = schemaOf(template).safeParse(sent);
  if (parsed.success) return template.check?.(parsed.data) ?? null;
  const [issue] = parsed.error.issues;
  return { parameter: String(issue?.path[0]), rule: issue?.message ?? "is not valid" };
}

/** Reads what a template tells, parameters at their defaults where nothing was said. */
export async function collectData(
  deps: TemplateDeps,
  template: DataTemplate,
  occasion: Occasion,
  sent: Assignment["parameters"],
): Promise<Collected> {
  const values = schemaOf(template).parse(sent);
  return { values, data: await template.collect(deps, occasion, values) };
}

function aboutSection(
  { template, asOf, scrambling, honeyJarId }: Assignment,
  values: Collected["values"],
  now: number,
): string {
  const jar = honeyJarId === null ? {} : { honey_jar_id: honeyJarId };
  const parameters = parameterLines({ ...values, ...jar });
  const rows = [
    ["Template", markdownText(template.name)],
    ["Date", utcDate(now)],
    ["Data as of", readableTime(asOf)],
    ["Parameters", parameters.length === 0 ? "none" : parameters.join(" · ")],
    ["Writer", "None; every number is read from this service's own data"],
    ["Scrambling", scrambling.applied ? "On; no text was sent to a model" : "Off"],
  ];
  return [
    "## About this document",
    "This document was computed from stored data; no text was generated. Days and weeks are UTC; one that is not over is counted as far as it has come.",
    rows.map(([name, value]) => `- **${name}:** ${value}`).join("\n"),
  ].join("\n\n");
}

/** Complete sentences: what begins with a number may begin with "no". */
export const factsOf = (template: DataTemplate, data: unknown): string[] =>
  template.facts(data).map((fact) => fact.charAt(0).toUpperCase() + fact.slice(1));

const factsSection = (facts: readonly string[]): string =>
  ["## Key Facts", facts.map((fact) => `- ${markdownText(fact)}`).join("\n")].join("\n\n");

const bodyOf = (sections: readonly Section[]): string =>
  sections.map(({ heading, markdown }) => `## ${heading}\n\n${markdown}`).join("\n\n");

/** Words without the numbers of charts, which are in their tables too. */
const wordsOf = (text: string): number => wordCount(text.replaceAll(/^```chart\n.*\n```$/gm, ""));

/** A template as documents are made from it: what was collected is the same in every section. */
const dataGenerator = (
  deps: TemplateDeps,
  template: DataTemplate,
): DocumentGenerator<Collected> => ({
  check: (parameters) => checkValues(template, parameters),

  collect: ({ assignment }) => collectData(deps, template, assignment, assignment.parameters),

  async outline(_work, { data }) {
    const sections = template.sections(data);
    return { sections: sections.map(({ heading }) => ({ heading, weight: 1 / sections.length })) };
  },

  async write(_work, { data }, _outline, index) {
    const section = template.sections(data)[index];
    if (!section) throw new Error(`no section ${index}`);
    return { ...section, cited: [], removedCitations: 0, truncated: false };
  },

  async compose({ assignment }, { values, data }, _outline, sections) {
    const about = aboutSection(assignment, values, deps.clock.now());
    const body = bodyOf(sections);
    const markdown = [about, factsSection(factsOf(template, data)), body].join("\n\n");
    return {
      markdown: `${markdown}\n`,
      sources: [],
      summary: { words: wordsOf(body), sections: sections.length, sources: 0, truncated: false },
      pii: { detected: false, riskLevel: "low", byType: {} },
    };
  },
});

/** The generators of all data templates, by `generator_class`. */
export const dataGenerators = (deps: TemplateDeps): Record<string, DocumentGenerator> =>
  Object.fromEntries(
    dataTemplates.map((template) => [
      generatorClass(template.name),
      dataGenerator(deps, template) as DocumentGenerator, // its material is JSON of its own making
    ]),
  );

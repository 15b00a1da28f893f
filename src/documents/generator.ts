import type { UserRole } from "./document.ts";

/**
 * What makes the content of a document, in steps that can be repeated: collect, outline, then one
 * section at a time, then compose. Each result is kept as a checkpoint (JSON), pseudonymised where
 * the document is scrambled, and a later attempt of the run goes on from there.
 */
export interface DocumentGenerator<Material = unknown> {
  /** What is wrong with parameters that fit their declared types, when a document is asked for. */
  check?(parameters: Readonly<Record<string, unknown>>): { parameter: string; rule: string } | null;
  /** Brings together what is written from, as of `assignment.asOf`. */
  collect(work: Work): Promise<Material>;
  outline(work: Work, material: Material): Promise<Outline>;
  write(
    work: Work,
    material: Material,
    outline: Outline,
    index: number,
    done: readonly Section[],
  ): Promise<Section>;
  /** The whole markdown, personal data restored, and what is known about how it came to be. */
  compose(
    work: Work,
    material: Material,
    outline: Outline,
    sections: readonly Section[],
  ): Promise<Composition>;
}

/** What is to be written, fixed when the document was asked for. */
export interface Assignment {
  tenantId: string;
  documentId: string;
  userId: string;
  /** What the author was when asking. */
  userRole: UserRole;
  /** Times that the document was retried by hand: names the checkpoints. */
  run: number;
  title: string;
  description: string | null;
  parameters: Readonly<Record<string, unknown>>;
  honeyJarId: string | null;
  scrambling: { requested: boolean; applied: boolean };
  language: string;
  template: TemplateSnapshot;
  /** The instant whose data the document shows, in milliseconds. */
  asOf: number;
}

/** The template as it was when the document was created. */
interface TemplateSnapshot {
  id: string;
  name: string;
  generatorClass: string;
  maxOutputTokens: number;
  config: { writer?: "extractive" | "model"; instructions?: string };
}

export interface Work {
  assignment: Assignment;
  signal: AbortSignal;
}

export interface Outline {
  sections: readonly { heading: string; purpose?: string; weight: number }[];
  usage?: Usage;
}

export interface Section {
  heading: string;
  markdown: string;
  /** Numbers of the sources that it cites. */
  cited: readonly string[];
  /** Passages that it draws on, as `source.ordinal`. */
  passages?: readonly string[];
  removedCitations: number;
  truncated: boolean;
  usage?: Usage;
}

export interface Usage {
  provider: string;
  model: string;
  calls: number;
  input_tokens: number;
  output_tokens: number;
}

/** A source as the document lists it, numbered by first citation. */
export interface SourceEntry {
  n: number;
  kind: "honey_jar" | "inline" | "tenant_data" | "web";
  sourceDocumentId: string | null;
  title: string;
  url: string | null;
  passagesUsed: number;
}

export interface Composition {
  /**
   * CommonMark with GFM tables, task lists, strikethrough and footnotes. Sections are `##`. `[n]`
   * refers to entry n of the section "Sources". A fenced block `chart` holds a chart as JSON.
   */
  markdown: string;
  sources: readonly SourceEntry[];
  /** The fields of `result_summary` that the generator knows. */
  summary: Record<string, unknown>;
  pii: { detected: boolean; riskLevel: "low" | "medium" | "high"; byType: Record<string, number> };
}

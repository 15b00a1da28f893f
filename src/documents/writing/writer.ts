import type { Outline, Section } from "../generator.ts";
import type { Passage, Source } from "../retrieval/passage.ts";
import type { Style } from "./style.ts";

/** Everything that is written from. Pseudonymised where the document is scrambled. */
export interface WriterInput {
  query: string;
  title: string;
  description: string | null;
  instructions: string | null;
  style: Style;
  targetWords: number;
  maxOutputTokens: number;
  language: string;
  sources: readonly Source[];
  /** Best first. */
  passages: readonly Passage[];
  history: readonly { role: string; content: string }[];
}

/**
 * Makes a text section by section; `[n]` in its markdown is source n of the input. Stateless: the
 * same call after a crash goes on as if nothing had been.
 */
export interface Writer {
  outline(input: WriterInput, signal: AbortSignal): Promise<Outline>;
  write(
    input: WriterInput,
    outline: Outline,
    index: number,
    done: readonly Section[],
    signal: AbortSignal,
  ): Promise<Section>;
}

import type { LanguageModel } from "ai";
import type { ZodType } from "zod";
import type { Usage } from "../../generator.ts";

/** The language model of this deployment. */
export interface ModelSettings {
  provider: string;
  name: string;
  load(): Promise<LanguageModel>;
  /** Waits before a call is repeated. */
  pause(ms: number): Promise<void>;
}

export interface Question<T = never> {
  /** Ours alone: whatever comes from a request belongs into the prompt, which passes the gate. */
  instructions: string;
  prompt: string;
  maxOutputTokens: number;
  /** Shape of an answer in JSON. */
  schema?: ZodType<T>;
}

export interface Reply<T = never> {
  text: string;
  object: T | undefined;
  stoppedByLength: boolean;
  usage: Usage;
}

export type Ask = <T = never>(question: Question<T>, signal: AbortSignal) => Promise<Reply<T>>;

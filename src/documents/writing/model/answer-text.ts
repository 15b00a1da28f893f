import type { ZodType } from "zod";

/** Closed tags with what is between; an open one to the end; a closed one from the start. */
const REASONING =
  /<(think|thinking|reasoning)>[\s\S]*?(?:<\/\1>|$)|^(?:(?!<(?:think|thinking|reasoning)>)[\s\S])*?<\/(?:think|thinking|reasoning)>/gi;

export const withoutReasoning = (text: string): string => text.replaceAll(REASONING, "").trim();

/** An object in the text, whatever a model has put round it; undefined where there is none. */
export function objectIn<T>(text: string, schema: ZodType<T>): T | undefined {
  try {
    const json: unknown = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
    return schema.safeParse(json).data;
  } catch {
    return undefined;
  }
}

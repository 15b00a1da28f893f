import { z } from "zod";
import type { TemplateParameter } from "../../templates.table.ts";

/** A parameter: what a form shows of it, and what a value must be. */
export interface Parameter<T> {
  declared: Omit<TemplateParameter, "name">;
  schema: z.ZodType<T>;
}

export type Parameters = Record<string, Parameter<unknown>>;

/** Values by name, defaults filled in. */
export type Values<F extends Parameters> = { [Name in keyof F]: z.output<F[Name]["schema"]> };

export function wholeNumber(
  label: string,
  [least, most]: readonly [number, number],
  usual: number,
): Parameter<number> {
  const rule = `must be a whole number from ${least} to ${most}`;
  return {
    declared: {
      type: "number",
      label,
      required: false,
      default: usual,
      help: `${least} to ${most}`,
    },
    schema: z.int(rule).min(least, rule).max(most, rule).default(usual),
  };
}

export const academy: Parameter<number> = {
  declared: { type: "number", label: "Academy", required: true },
  schema: z.int("must be an academy's id").min(1, "must be an academy's id"),
};

export const date = (label: string, help: string): Parameter<string | undefined> => ({
  declared: { type: "date", label, required: false, help },
  schema: z.iso.date("must be a date like 2026-03-01").optional(),
});

export const id = (label: string): Parameter<string | undefined> => ({
  declared: { type: "text", label, required: false },
  schema: z.string("must be text").max(255, "must be at most 255 characters").optional(),
});

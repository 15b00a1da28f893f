import { z } from "zod";

const DIGITS = /^\d{0,9}$/;

/** A whole number in a query; absent or empty it is `fallback`. */
export const wholeNumber = (about: string, min: number, max: number, fallback: number) => {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(DIGITS, message)
    .transform((text) => (text === "" ? fallback : Number(text)))
    .refine((many) => many >= min && many <= max, message)
    .default(fallback)
    .meta({ type: "integer", minimum: min, maximum: max, description: about });
};

/** Text in a query; an empty one is absent. */
export const words = (about: string) =>
  z
    .string()
    .transform((text) => (text === "" ? undefined : text))
    .optional()
    .describe(about);

const MOST_SKIPPED = 999_999_999;

export const page = {
  limit: wholeNumber("How many to list.", 1, 200, 50),
  offset: wholeNumber("How many to skip.", 0, MOST_SKIPPED, 0),
};

import { weighted } from "../weighted-header.ts";

export type Language = "en" | "es";

const TAG = /^(?:\*|[a-z]{1,8}(?:-[a-z0-9]{1,8})*)$/i;
const SPOKEN: Record<string, Language> = { es: "es", en: "en", "*": "en" };

/** The language of an error, from `Accept-Language`: English unless Spanish is preferred. */
export function languageOf(header: string | null): Language {
  for (const { value, q } of weighted(header ?? "", TAG)) {
    const language = SPOKEN[value.split("-", 1)[0]?.toLowerCase() ?? ""];
    if (q > 0 && language) return language;
  }
  return "en";
}

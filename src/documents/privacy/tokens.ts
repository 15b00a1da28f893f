import type { Detector } from "./finding.ts";
import { spansOf } from "./finding.ts";

const TYPES = "EMAIL|PHONE|SSN|CARD|IBAN|IP|SECRET|DOB|NAME|LITERAL";
const INNER = `[\\s*_~\\\\]{0,6}(TYPE)[\\s*_\\\\-]{1,6}(\\d{1,6})[\\s*_~\\\\]{0,6}`;

/**
 * A token as a writer may have left it: other case, other separators, single or `⟦⟧` brackets,
 * emphasis inside, escapes. Either both opening brackets are escaped or none, so that a backslash
 * that happens to stand before a token stays.
 */
const TOKEN_FORM = new RegExp(
  [
    "(?:\\[\\[|\\\\\\[\\\\\\[)INNER(?:\\]\\]|\\\\\\]\\\\\\])",
    "(?:\\[|\\\\\\[)INNER(?:\\]|\\\\\\])",
    "⟦INNER⟧",
  ]
    .join("|")
    .replaceAll("INNER", INNER)
    .replaceAll("TYPE", TYPES),
  "dgiu",
);

/** What each token stands for, by its name: `EMAIL_1`. */
export type Mapping = Readonly<Record<string, string>>;

export const tokenOf = (name: string): string => `[[${name}]]`;

export const typeOf = (name: string): string => name.slice(0, name.indexOf("_"));

/** Replaces everything of token form by what `replacement` makes of its name. */
export const replaceTokens = (text: string, replacement: (name: string) => string): string =>
  text.replaceAll(TOKEN_FORM, (_match, ...parts: unknown[]) => {
    const [type = "", n = ""] = parts.slice(0, 6).filter((part) => typeof part === "string");
    return replacement(`${type.toUpperCase()}_${Number(n)}`);
  });

/** Input that already looks like a token, which must come out as it went in. */
export const literal: Detector = {
  type: "LITERAL",
  find: (text) => spansOf(text, TOKEN_FORM, 1),
};

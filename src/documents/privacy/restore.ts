import { DocumentError } from "../document-error.ts";
import { personalValues } from "./pseudonyms.ts";
import { type Mapping, replaceTokens } from "./tokens.ts";
import { ValueTrie } from "./value-trie.ts";

/**
 * Puts the values back. What has the form of a token and stands for nothing is an invention of the
 * writer, and no text with one leaves the house: PII_TOKEN_LEFT.
 */
export const restore = (text: string, mapping: Mapping): string =>
  replaceTokens(text, (name) => {
    const value = Object.hasOwn(mapping, name) ? mapping[name] : undefined;
    if (value === undefined) throw new DocumentError("PII_TOKEN_LEFT");
    return value;
  });

/** Refuses (PII_UNAVAILABLE) a prompt that holds a value which a token stands for. */
export function createPromptGate(mapping: Mapping): (prompt: string) => void {
  const values = new ValueTrie(personalValues(mapping));
  return (prompt) => {
    if (!values.occurrences(prompt).next().done) throw new DocumentError("PII_UNAVAILABLE");
  };
}

/** Longer code is printed plain: it is a listing, and colours would cost more than they show. */
const MAX_CODE = 20_000;

/** The code as HTML with classes for its colours; undefined when it is to be printed plain. */
export async function highlight(code: string, language: string): Promise<string | undefined> {
  if (language === "" || code.length > MAX_CODE) return undefined;
  const { highlighter } = await import("./highlighter.js");
  if (!highlighter.getLanguage(language)) return undefined;
  return highlighter.highlight(code, { language, ignoreIllegals: true }).value;
}

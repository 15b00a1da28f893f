export type Style = "use case" | "comparison" | "summary" | "technical";

/** A keyword begins a word; its space is any space or hyphen, its ending any unless it is whole. */
const keyword = (words: string, ending = ""): string =>
  `(?<![\\p{L}\\p{N}])${words.replaceAll(" ", "[\\s-]+")}${ending}`;

const WHOLE = "(?![\\p{L}\\p{N}])";
const NOT_THE_EDITOR = `${WHOLE}(?!\\s+code)`;

const anyOf = (...keywords: string[]): RegExp => new RegExp(keywords.join("|"), "u");

/** In this order: the first that matches is it. */
const STYLES: readonly [Style, RegExp][] = [
  [
    "use case",
    anyOf(keyword("how can", WHOLE), ...["implement", "deploy", "use case"].map((k) => keyword(k))),
  ],
  [
    "comparison",
    anyOf(
      keyword("compare"),
      keyword("versus"),
      keyword("vs", NOT_THE_EDITOR),
      keyword("difference"),
    ),
  ],
  ["summary", anyOf(...["summarize", "overview", "brief"].map((k) => keyword(k)))],
];

/** What kind of text a query asks for; technical where nothing says otherwise. */
export function styleOf(query: string): Style {
  const text = query.normalize("NFKC").toLowerCase();
  return STYLES.find(([, pattern]) => pattern.test(text))?.[0] ?? "technical";
}

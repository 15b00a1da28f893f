import { utcDate } from "#shared";
import type { Assignment, Usage } from "../generator.ts";
import { markdownText } from "../markdown-text.ts";
import { readableName } from "../readable-name.ts";
import { readableTime } from "../readable-time.ts";
import type { Material } from "./material.ts";

/** What is known of a document once it is written. */
export interface Account {
  words: number;
  sources: number;
  passagesUsed: number;
  keptCitations: number;
  removedCitations: number;
  leftOut: readonly string[];
  /** Words of the request that no passage holds. */
  notFound: readonly string[];
  usage: Usage | null;
}

const LONGEST_PARAMETER = 300;

const grouped = (n: number): string => n.toLocaleString("en-US");

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const line = text.replaceAll(/\s+/g, " ").trim();
  const cut = line.length > LONGEST_PARAMETER;
  return markdownText(cut ? `${line.slice(0, LONGEST_PARAMETER).toWellFormed()}…` : line);
}

/** Sources and a conversation are told by their number, not printed. */
export function parameterLines(parameters: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(parameters).flatMap(([name, value]) => {
    if (name !== "context") return [`${markdownText(readableName(name))}: ${shown(value)}`];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).map(([key, item]) =>
      Array.isArray(item)
        ? `${markdownText(readableName(`context ${key}`))}: ${item.length}`
        : `${markdownText(readableName(`context ${key}`))}: ${shown(item)}`,
    );
  });
}

function scramblingLine({ scrambling }: Assignment, { pii }: Material): string {
  if (!scrambling.applied || !pii) return "Off";
  const counts = Object.entries(pii.byType).map(([type, count]) => `${type} ${count}`);
  const found = pii.items === 0 ? "no personal data found" : counts.join(", ");
  return `On; ${found}`;
}

/** The sentences that tell a reader how far to trust the text. */
function statements(material: Material, { usage, removedCitations }: Account): string[] {
  const lines: string[] = [];
  if (material.writer === "extractive") {
    lines.push(
      "This is an extractive digest: every sentence below is quoted from the listed sources; no text was generated.",
    );
  } else {
    lines.push(
      `Written by ${markdownText(usage?.model ?? "the model")} from ${material.passages.length} passages. ${removedCitations} citations that matched no supplied passage were removed.`,
    );
    if (material.passages.length === 0) {
      lines.push("No sources were supplied; nothing here has been checked against a source.");
    }
  }
  if (!material.webSearched) lines.push("No web search was made.");
  return lines;
}

/** The section that opens every document. Its own text is never scrambled: it holds what was asked. */
export function aboutSection(
  assignment: Assignment,
  material: Material,
  account: Account,
  now: number,
): string {
  const parameters = parameterLines(assignment.parameters);
  const rows: [name: string, value: string][] = [
    ["Template", markdownText(assignment.template.name)],
    ["Date", utcDate(now)],
    ["Data as of", readableTime(assignment.asOf)],
    ["Parameters", parameters.length === 0 ? "none" : parameters.join(" · ")],
    ["Writer", material.writer],
    ["Style", material.style],
    ["Length", `${grouped(material.targetWords)} words asked, ${grouped(account.words)} reached`],
    [
      "Sources",
      `${account.sources} cited, from ${account.passagesUsed} of ${material.passages.length} passages considered`,
    ],
    ["Scrambling", scramblingLine(assignment, material)],
  ];
  if (account.leftOut.length > 0) rows.push(["Sections left out", account.leftOut.join(", ")]);
  if (account.notFound.length > 0) {
    rows.push(["In no passage", account.notFound.map(markdownText).join(", ")]);
  }
  return [
    "## About this document",
    statements(material, account).join(" "),
    rows.map(([name, value]) => `- **${name}:** ${value}`).join("\n"),
  ].join("\n\n");
}

import type { SourceEntry } from "../generator.ts";
import { markdownText } from "../markdown-text.ts";
import type { Material } from "./material.ts";

const KIND: Record<SourceEntry["kind"], string> = {
  honey_jar: "Honey jar",
  inline: "Supplied with the request",
  tenant_data: "Own data",
  web: "Web",
};

/** The sources in the order of their first citation, personal data restored. */
export function sourceEntries(
  material: Material,
  order: readonly number[],
  used: readonly string[],
  put: (text: string) => string,
): SourceEntry[] {
  return order.flatMap((n, at) => {
    const source = material.sources.find((one) => one.n === n);
    if (!source) return [];
    return {
      n: at + 1,
      kind: source.kind,
      sourceDocumentId: source.sourceDocumentId,
      title: put(source.title),
      url: source.url === null ? null : put(source.url),
      passagesUsed: used.filter((id) => id.startsWith(`${n}.`)).length,
    };
  });
}

export function sourcesSection(entries: readonly SourceEntry[], jarName: string | null): string {
  const lines = entries.map(({ n, kind, title, url }) => {
    const from =
      kind === "honey_jar" && jarName ? `honey jar “${markdownText(jarName)}”` : KIND[kind];
    const link =
      url === null ? "" : ` ${/^https?:\/\/[^\s<>]+$/.test(url) ? `<${url}>` : markdownText(url)}`;
    return `${n}. ${markdownText(title)}. ${from.charAt(0).toUpperCase()}${from.slice(1)}.${link}`;
  });
  return `## Sources\n\n${lines.join("\n")}`;
}

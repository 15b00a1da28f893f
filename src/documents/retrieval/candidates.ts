import { blocksOf, cutPassages, readJar, searchPassages } from "#honey-jars";
import { DocumentError } from "../document-error.ts";
import type { Assignment } from "../generator.ts";
import type { Candidate, Ranked } from "./passage.ts";
import { MOST_PASSAGES } from "./rank.ts";
import type { RetrievalDeps } from "./retrieval.ports.ts";

export interface InlineSource {
  title: string;
  text: string;
  url?: string | undefined;
}

interface Text extends InlineSource {
  kind: "inline" | "tenant_data" | "web";
}

/** Passages of the jar that hold any of the terms. HONEY_JAR_GONE when it was deleted meanwhile. */
export async function jarCandidates(
  { db }: RetrievalDeps,
  { tenantId, honeyJarId }: Assignment,
  terms: readonly string[],
): Promise<{ name: string | null; found: Ranked[] }> {
  if (honeyJarId === null) return { name: null, found: [] };
  const jar = await readJar(db, tenantId, honeyJarId);
  if (!jar) throw new DocumentError("HONEY_JAR_GONE");
  const found = await searchPassages(db, tenantId, honeyJarId, terms, MOST_PASSAGES);
  return {
    name: jar.name,
    found: found.map(
      ({ document_id, title, source_url, ordinal, heading_path, passage, score }) => ({
        key: document_id,
        source: { kind: "honey_jar", sourceDocumentId: document_id, title, url: source_url },
        ordinal,
        heading: heading_path,
        text: passage,
        score,
      }),
    ),
  };
}

async function cut({ kind, title, text, url }: Text, index: number): Promise<Candidate[]> {
  const type = kind === "inline" ? "text/markdown" : "text/plain";
  const passages = cutPassages(await blocksOf(type, text), text.length);
  return passages.map((passage) => ({
    key: `${kind} ${String(index).padStart(3, "0")}`,
    source: { kind, sourceDocumentId: null, title, url: url ?? null },
    ordinal: passage.ordinal,
    heading: passage.heading_path,
    text: passage.text,
  }));
}

const WEB_RESULTS = 10;

/**
 * Passages of what stands beside the jar, cut by its rules.
 * @param webTerms what may leave the house: terms without personal data
 */
export async function otherCandidates(
  { tenantFacts, webSearch }: RetrievalDeps,
  assignment: Assignment,
  inline: readonly InlineSource[],
  wantsTenantData: boolean,
  webTerms: readonly string[],
): Promise<Candidate[]> {
  const facts = wantsTenantData && tenantFacts ? await tenantFacts(assignment) : [];
  const pages =
    webSearch && webTerms.length > 0 ? await webSearch.search(webTerms.join(" "), WEB_RESULTS) : [];
  const texts: Text[] = [
    ...inline.map((source): Text => ({ ...source, kind: "inline" })),
    ...facts.map(({ title, sentences }): Text => ({
      kind: "tenant_data",
      title,
      text: sentences.join("\n\n"),
    })),
    ...pages.map((page): Text => ({ ...page, kind: "web" })),
  ];
  return (await Promise.all(texts.map(cut))).flat();
}

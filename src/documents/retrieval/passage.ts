import type { SourceEntry } from "../generator.ts";

/** Something to quote from: a document of a jar, an inline source, a template's facts, a web page. */
export interface Source {
  /** Counts from 1 within the material; the document lists its sources under numbers of its own. */
  n: number;
  kind: SourceEntry["kind"];
  sourceDocumentId: string | null;
  title: string;
  url: string | null;
}

/** At most 1,200 characters of one source. */
export interface Passage {
  /** `n` of its source. */
  source: number;
  ordinal: number;
  /** The headings above it: `A > B`. */
  heading: string;
  text: string;
  /** 0 to 1, which the best of all passages has. */
  score: number;
}

/** A passage before it is ranked, its source still beside it. */
export interface Candidate {
  /** What ties are decided by: the source's own id, then the ordinal. */
  key: string;
  source: Omit<Source, "n">;
  ordinal: number;
  heading: string;
  text: string;
}

export interface Ranked extends Candidate {
  score: number;
}

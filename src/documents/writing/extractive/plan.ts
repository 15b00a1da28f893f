import { EXECUTIVE_SUMMARY, type PlannedSection } from "../outlines.ts";
import type { Lexicon } from "../lexicon.ts";
import { cosine, marginal } from "../vectors.ts";
import type { Sentence } from "./candidates.ts";

/** A sentence more like one that is there already says nothing new. */
const REPEATS = 0.5;
/** Share of the words at hand that a document may quote. */
const MOST_QUOTED = 0.8;
const BULLETS = { least: 5, most: 7 };
const NO_LIMITS = { least: 0, most: Number.POSITIVE_INFINITY };

const BY_SOURCE: Groups = { of: ({ source }) => source, most: 2 };
const ALL_ALIKE: Groups = { of: () => 0, most: Number.POSITIVE_INFINITY };

/** How the sentences of a comparison divide: into its columns, if it has any. */
function groupsOf({ heading, form }: PlannedSection, columns: Groups | null): Groups {
  if (heading === EXECUTIVE_SUMMARY) return BY_SOURCE;
  return (form === "table" && columns) || ALL_ALIKE;
}

/** Which of a few groups a sentence belongs to, of which each may give only so many. */
export interface Groups {
  of(sentence: Sentence): number | undefined;
  most: number;
}

interface Slot {
  at: number;
  section: PlannedSection;
  groups: Groups;
  /** Which sentences it takes, with their score for it. */
  candidates: Map<Sentence, number>;
}

/** How many of the cues some word of the sentence begins with or shares its stem with. */
function cuesPresent(text: string, cues: readonly string[], lexicon: Lexicon): number {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const stems = new Set(lexicon.stems(text));
  return cues.filter(
    (cue) =>
      words.some((word) => word.startsWith(cue)) || lexicon.stems(cue).some((s) => stems.has(s)),
  ).length;
}

function slotOf(
  section: PlannedSection,
  at: number,
  groups: Groups,
  all: readonly Sentence[],
  lexicon: Lexicon,
): Slot {
  const candidates = new Map<Sentence, number>();
  for (const sentence of all) {
    const present = cuesPresent(sentence.text, section.cues, lexicon);
    if (section.cues.length > 0 && present === 0) continue;
    if (section.heading === EXECUTIVE_SUMMARY && sentence.isBackReference) continue;
    if (groups.of(sentence) === undefined) continue;
    candidates.set(sentence, sentence.base + 0.3 * Math.min(1, present / 3));
  }
  return { at, section, groups, candidates };
}

/** The summary first, then sections with cues, the poorest first, then the rest. */
const fillingOrder = (slots: readonly Slot[]): Slot[] => {
  const rank = ({ section }: Slot): number =>
    section.heading === EXECUTIVE_SUMMARY ? 0 : section.cues.length > 0 ? 1 : 2;
  return slots.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      (rank(a) === 1 ? a.candidates.size - b.candidates.size : 0) ||
      a.at - b.at,
  );
};

/** What is still free, and how like the used ones each sentence is. */
class Pool {
  readonly #similarity: Map<Sentence, number>;

  constructor(sentences: readonly Sentence[]) {
    this.#similarity = new Map(sentences.map((sentence) => [sentence, 0]));
  }

  best(candidates: ReadonlyMap<Sentence, number>, admits: (s: Sentence) => boolean) {
    let best: Sentence | undefined;
    let value = -Infinity;
    for (const [sentence, score] of candidates) {
      const similarity = this.#similarity.get(sentence);
      if (similarity === undefined || similarity > REPEATS || !admits(sentence)) continue;
      const own = marginal(score, similarity);
      if (own > value) [best, value] = [sentence, own];
    }
    return best;
  }

  take(taken: Sentence): void {
    this.#similarity.delete(taken);
    for (const [sentence, similarity] of this.#similarity) {
      const nearer = Math.max(similarity, cosine(sentence.vector, taken.vector));
      this.#similarity.set(sentence, nearer);
    }
  }
}

function fill({ section, groups, candidates }: Slot, quota: number, pool: Pool): Sentence[] {
  const chosen: Sentence[] = [];
  const given = new Map<number | undefined, number>();
  const countOf = (sentence: Sentence): number => given.get(groups.of(sentence)) ?? 0;
  const limits = section.form === "bullets" && section.cues.length === 0 ? BULLETS : NO_LIMITS;
  let words = 0;
  while (chosen.length < limits.most && (words < quota || chosen.length < limits.least)) {
    const next = pool.best(candidates, (sentence) => countOf(sentence) < groups.most);
    if (!next) break;
    pool.take(next);
    chosen.push(next);
    given.set(groups.of(next), countOf(next) + 1);
    words += next.words;
  }
  return chosen;
}

const byPlace = (a: Sentence, b: Sentence): number =>
  a.place[0] - b.place[0] || a.place[1] - b.place[1] || a.place[2] - b.place[2];

/**
 * Which sentences each section quotes, by source and then in their own order; each sentence once.
 * A section gets its weight of the words asked for, or of four fifths of those at hand.
 * @param columns what a side-by-side section is divided into
 */
export function planSections(
  sections: readonly PlannedSection[],
  sentences: readonly Sentence[],
  targetWords: number,
  lexicon: Lexicon,
  columns: Groups | null,
): Sentence[][] {
  const available = sentences.reduce((sum, { words }) => sum + words, 0);
  const target = Math.min(targetWords, MOST_QUOTED * available);
  const slots = sections.map((section, at) =>
    slotOf(section, at, groupsOf(section, columns), sentences, lexicon),
  );
  const pool = new Pool(sentences);
  const plan: Sentence[][] = sections.map(() => []);
  for (const slot of fillingOrder(slots)) {
    plan[slot.at] = fill(slot, slot.section.weight * target, pool).toSorted(byPlace);
  }
  return plan;
}

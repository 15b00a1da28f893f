import type { Passage } from "../../retrieval/passage.ts";
import { choosePassages } from "../choose-passages.ts";
import { createLexicon } from "../lexicon.ts";
import { cosine, idfOf, tfIdf } from "../vectors.ts";
import type { WriterInput } from "../writer.ts";

const MOST_PASSAGES = 12;

/** The passages for a section: those that are best for the request and near to its heading. */
export async function passagesOfSection(
  { passages, query, language }: WriterInput,
  heading: string,
): Promise<Passage[]> {
  const lexicon = await createLexicon(language);
  const collection = passages.map(({ text }) => lexicon.terms(text));
  const idf = idfOf(collection);
  const wanted = tfIdf(lexicon.terms(`${heading} ${query}`), idf);
  const weighed = passages.map((passage, at) => {
    const vector = tfIdf(collection[at] ?? [], idf);
    const score = (passage.score + cosine(vector, wanted)) / 2;
    return { passage: { ...passage, score }, vector };
  });
  return choosePassages(weighed, MOST_PASSAGES).map(({ passage }) => passage);
}

import type { Assignment, DocumentGenerator } from "../generator.ts";
import { mappingOf } from "../privacy/keeper.ts";
import { createPromptGate, restore } from "../privacy/restore.ts";
import type { Mapping } from "../privacy/tokens.ts";
import { collect } from "./collect.ts";
import { compose } from "./compose.ts";
import type { WriterDeps } from "./conversational.ports.ts";
import { extractiveWriter } from "./extractive/extractive-writer.ts";
import type { Material } from "./material.ts";
import { createModelWriter } from "./model/model-writer.ts";
import type { Writer } from "./writer.ts";

/** Null where the document is not scrambled. */
const mappingFor = (deps: WriterDeps, assignment: Assignment): Promise<Mapping | null> =>
  assignment.scrambling.applied ? mappingOf(deps, assignment) : Promise.resolve(null);

const writerOf = (deps: WriterDeps, { writer }: Material, mapping: Mapping | null): Writer =>
  writer === "extractive"
    ? extractiveWriter
    : createModelWriter(deps.model, createPromptGate(mapping ?? {}));

/** A placeholder that stands for nothing must not reach a checkpoint: the text is made anew. */
function checkTokens(texts: readonly string[], mapping: Mapping | null): void {
  if (mapping) restore(texts.join("\n"), mapping);
}

/** Documents written from passages of honey jars and what else the request brings. */
export const createConversational = (deps: WriterDeps): DocumentGenerator<Material> => ({
  collect: ({ assignment }) => collect(deps, assignment),

  async outline({ assignment, signal }, material) {
    const mapping = await mappingFor(deps, assignment);
    const outline = await writerOf(deps, material, mapping).outline(material, signal);
    checkTokens(
      outline.sections.map(({ heading }) => heading),
      mapping,
    );
    return outline;
  },

  async write({ assignment, signal }, material, outline, index, done) {
    const mapping = await mappingFor(deps, assignment);
    const writer = writerOf(deps, material, mapping);
    const section = await writer.write(material, outline, index, done, signal);
    checkTokens([section.heading, section.markdown], mapping);
    return section;
  },

  async compose({ assignment }, material, outline, sections) {
    const mapping = await mappingFor(deps, assignment);
    return compose(assignment, material, outline, sections, mapping, deps.clock.now());
  },
});

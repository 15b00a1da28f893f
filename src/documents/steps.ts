import { createCheckpoints } from "./checkpoints.ts";
import { DocumentError, failureOf } from "./document-error.ts";
import { assignmentOf } from "./document-row.ts";
import type { FileStore } from "./documents.ports.ts";
import type { DocumentRow } from "./documents.table.ts";
import { workPrefix } from "./files.ts";
import type { Composition, DocumentGenerator, Outline, Section, Work } from "./generator.ts";

const COLLECTED = 30;
const WRITING = 35;

/** What one step came to: the progress to report, or all that was written. */
export type StepResult =
  | { kind: "more"; progress: number }
  | { kind: "written"; composition: Composition; outline: Outline; sections: readonly Section[] };

const sectionName = (index: number): string => `section-${index}`;

const written = (done: number, total: number): number =>
  COLLECTED + (total === 0 ? WRITING : Math.floor((WRITING * done) / total));

/** A generator whose results are kept in R2: what is there is not done again. */
export function createSteps(
  files: FileStore,
  generator: DocumentGenerator,
  row: DocumentRow,
  signal: AbortSignal,
) {
  const kept = createCheckpoints(files, workPrefix(row, row.retry_count));
  const work: Work = { assignment: assignmentOf(row), signal };

  const readSections = async (count: number): Promise<Section[]> =>
    Promise.all(
      Array.from({ length: count }, async (_, at) => (await kept.read(sectionName(at))) as Section),
    );

  async function compose(material: unknown, outline: Outline): Promise<StepResult> {
    const names = outline.sections.map((_, at) => sectionName(at));
    const sections = await readSections(names.length);
    try {
      const composition = await generator.compose(work, material, outline, sections);
      return { kind: "written", composition, outline, sections };
    } catch (error) {
      // What was written holds a placeholder that nothing restores: it is written anew.
      if (failureOf(error).code === "PII_TOKEN_LEFT") await kept.remove(names);
      throw error;
    }
  }

  async function writeNext(
    material: unknown,
    outline: Outline,
    index: number,
  ): Promise<StepResult> {
    const done = await readSections(index);
    const section = await generator.write(work, material, outline, index, done);
    await kept.write(sectionName(index), section);
    return { kind: "more", progress: written(index + 1, outline.sections.length) };
  }

  /** Does the first thing that is not done yet. */
  return async function takeStep(): Promise<StepResult> {
    const names = await kept.names();
    if (!names.has("material")) {
      await kept.write("material", await generator.collect(work));
      return { kind: "more", progress: COLLECTED };
    }
    const material = await kept.read("material");
    if (!names.has("outline")) {
      await kept.write("outline", await generator.outline(work, material));
      return { kind: "more", progress: COLLECTED };
    }
    const outline = (await kept.read("outline")) as Outline;
    const index = outline.sections.findIndex((_, at) => !names.has(sectionName(at)));
    return index === -1 ? compose(material, outline) : writeNext(material, outline, index);
  };
}

/** The generator of a document's template. @throws DocumentError when the deployment has it no more */
export function generatorOf(
  generators: Readonly<Record<string, DocumentGenerator>>,
  row: DocumentRow,
): DocumentGenerator {
  const generator = generators[row.template_snapshot.generator_class];
  if (!generator) throw new DocumentError("INTERNAL");
  return generator;
}

import { env } from "cloudflare:test";
import { guardD1 } from "#shared";
import type {
  Assignment,
  Composition,
  DocumentGenerator,
  Section,
} from "../../../src/documents/generator.ts";
import { createMappingStore } from "../../../src/documents/privacy/mappings.repository.ts";
import { createConversational } from "../../../src/documents/writing/conversational.ts";
import type { WriterDeps } from "../../../src/documents/writing/conversational.ports.ts";
import type { Material } from "../../../src/documents/writing/material.ts";

const NOW = Date.UTC(2026, 0, 20, 15, 30);

export function writerDeps(overrides: Partial<WriterDeps> = {}): WriterDeps {
  const db = guardD1(env.DB);
  return {
    db,
    clock: { now: () => NOW },
    dataKey: new Uint8Array(32).fill(9),
    mappings: createMappingStore(db),
    phoneRegion: "US",
    writer: "extractive",
    model: undefined,
    ...overrides,
  };
}

export function assignment(query: string, overrides: Partial<Assignment> = {}): Assignment {
  return {
    tenantId: crypto.randomUUID(),
    documentId: crypto.randomUUID(),
    userId: "user",
    userRole: "user",
    run: 0,
    title: "A document",
    description: null,
    parameters: { user_query: query },
    honeyJarId: null,
    scrambling: { requested: true, applied: true },
    language: "en",
    template: {
      id: "cc030440-0005-470f-8341-6ec798d00445",
      name: "Bee Conversational Report",
      generatorClass: "conversational",
      maxOutputTokens: 16_384,
      config: {},
    },
    asOf: NOW,
    ...overrides,
  };
}

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** Every step after the other, each from its checkpoint, as the lifecycle does it. */
export async function makeDocument(
  task: Assignment,
  deps: WriterDeps = writerDeps(),
): Promise<{ composition: Composition; material: Material }> {
  const generator: DocumentGenerator<Material> = createConversational(deps);
  const work = { assignment: task, signal: new AbortController().signal };
  const material = throughJson(await generator.collect(work));
  const outline = throughJson(await generator.outline(work, material));
  const done: Section[] = [];
  for (const index of outline.sections.keys()) {
    done.push(throughJson(await generator.write(work, material, outline, index, done)));
  }
  return { composition: await generator.compose(work, material, outline, done), material };
}

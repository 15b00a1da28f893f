import type { FileStore } from "./documents.ports.ts";
import { filesUnder } from "./files.ts";

/** What a run has come to so far, so that a later attempt goes on from there. Holds no personal data. */
export interface Checkpoints {
  names(): Promise<ReadonlySet<string>>;
  read(name: string): Promise<unknown>;
  write(name: string, value: unknown): Promise<void>;
  remove(names: readonly string[]): Promise<void>;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function createCheckpoints(files: FileStore, prefix: string): Checkpoints {
  const keyOf = (name: string): string => `${prefix}${name}.json`;
  return {
    async names() {
      const names = new Set<string>();
      for await (const page of filesUnder(files, prefix)) {
        for (const { key } of page) names.add(key.slice(prefix.length, -".json".length));
      }
      return names;
    },
    async read(name) {
      const bytes = await files.read(keyOf(name));
      if (!bytes) throw new Error(`checkpoint ${name} is gone`);
      return JSON.parse(decoder.decode(bytes)) as unknown;
    },
    write: (name, value) =>
      files.write(keyOf(name), encoder.encode(JSON.stringify(value ?? null)), "application/json"),
    remove: (names) => files.remove(names.map(keyOf)),
  };
}

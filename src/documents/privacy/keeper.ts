import { DocumentError } from "../document-error.ts";
import { createDetect } from "./detect.ts";
import type { MappingStore } from "./mapping.ports.ts";
import { type MappingOwner, openMapping, sealMapping } from "./mapping-cipher.ts";
import { scramble } from "./pseudonyms.ts";
import type { Mapping } from "./tokens.ts";

interface KeeperDeps {
  clock: { now(): number };
  dataKey: Uint8Array<ArrayBuffer> | undefined;
  mappings: MappingStore;
  phoneRegion: string;
}

/** Whatever goes wrong on the way to safety is PII_UNAVAILABLE, and nothing is sent anywhere. */
async function failingClosed<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    throw new DocumentError("PII_UNAVAILABLE", { cause });
  }
}

function keyOf({ dataKey }: KeeperDeps): Uint8Array<ArrayBuffer> {
  if (!dataKey) throw new Error("no data key");
  return dataKey;
}

/** The mapping of a run of a document; null before there is one. */
async function readMapping(deps: KeeperDeps, owner: MappingOwner): Promise<Mapping | null> {
  const sealed = await deps.mappings.get(owner);
  return sealed && openMapping(keyOf(deps), owner, sealed);
}

/** The mapping that was stored before anything was written. */
export const mappingOf = (deps: KeeperDeps, owner: MappingOwner): Promise<Mapping> =>
  failingClosed(async () => {
    const mapping = await readMapping(deps, owner);
    if (!mapping) throw new Error("the mapping is gone");
    return mapping;
  });

/**
 * Scrambles the texts and stores what the tokens stand for, encrypted, before it returns. A
 * repeated step adds to the mapping of the first one, whose tokens may be in a checkpoint.
 */
export const protect = (deps: KeeperDeps, owner: MappingOwner, texts: readonly string[]) =>
  failingClosed(async () => {
    const key = keyOf(deps);
    const detect = await createDetect(deps.phoneRegion);
    const known = (await readMapping(deps, owner)) ?? {};
    const scrambled = scramble(texts, detect, known);
    const sealed = await sealMapping(key, owner, scrambled.mapping);
    await deps.mappings.put(owner, sealed, deps.clock.now());
    return scrambled;
  });

/** Terms of a query that may leave for a search of the web. */
export const withoutPersonalData = (deps: KeeperDeps, text: string): Promise<string> =>
  failingClosed(async () => {
    const detect = await createDetect(deps.phoneRegion);
    return scramble([text], detect).texts[0] ?? "";
  });

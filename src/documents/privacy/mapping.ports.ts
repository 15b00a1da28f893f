import type { MappingOwner, SealedMapping } from "./mapping-cipher.ts";

/** Keeps the encrypted mapping of each run of a document. */
export interface MappingStore {
  get(owner: MappingOwner): Promise<SealedMapping | null>;
  /** Replaces what is there. */
  put(owner: MappingOwner, sealed: SealedMapping, now: number): Promise<void>;
}

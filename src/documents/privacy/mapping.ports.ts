import type { MappingOwner } from "./mapping-cipher.ts";
import type { Sealed } from "./sealing.ts";

/** Keeps the encrypted mapping of each run of a document. */
export interface MappingStore {
  get(owner: MappingOwner): Promise<Sealed | null>;
  /** Replaces what is there. */
  put(owner: MappingOwner, sealed: Sealed, now: number): Promise<void>;
}

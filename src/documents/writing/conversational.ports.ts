import type { Clock } from "#shared";
import type { MappingStore } from "../privacy/mapping.ports.ts";
import type { RetrievalDeps } from "../retrieval/retrieval.ports.ts";
import type { ModelSettings } from "./model/model.ports.ts";
import type { WriterName } from "./material.ts";

/** What writing from sources needs. */
export interface WriterDeps extends RetrievalDeps {
  clock: Clock;
  /** 32 bytes; without them nothing that is to be scrambled is written. */
  dataKey: Uint8Array<ArrayBuffer> | undefined;
  mappings: MappingStore;
  /** Whose national phone numbers are known, as `US`. */
  phoneRegion: string;
  /** Who writes where the template does not say. */
  writer: WriterName;
  model: ModelSettings | undefined;
}

import type { PiiSummary } from "../privacy/risk.ts";
import type { WriterInput } from "./writer.ts";

export type WriterName = "extractive" | "model";

/** What the document is written from: the checkpoint of the collecting step. */
export interface Material extends WriterInput {
  writer: WriterName;
  jarName: string | null;
  webSearched: boolean;
  pii: PiiSummary | null;
}

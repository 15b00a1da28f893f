import { DocumentError } from "../../document-error.ts";
import type { Writer } from "../writer.ts";
import { createAsk } from "./ask.ts";
import type { ModelSettings } from "./model.ports.ts";
import { planOutline } from "./outline.ts";
import { writeSection } from "./section.ts";

/** Writes with a language model. @param gate refuses prompts that hold personal data */
export function createModelWriter(
  settings: ModelSettings | undefined,
  gate: (prompt: string) => void,
): Writer {
  if (!settings) throw new DocumentError("MODEL_UNAVAILABLE");
  const ask = createAsk(settings, gate);
  return {
    outline: (input, signal) => planOutline(ask, input, signal),
    write: (input, outline, index, done, signal) =>
      writeSection(ask, input, outline, index, done, signal),
  };
}

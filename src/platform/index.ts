export { createBatches } from "./batches.ts";
export { createKratosSessions } from "./kratos.ts";
export { createLanguageModel, type LanguageModelConfig } from "./language-model.ts";

export { DocumentQueue } from "./queue.durable-object.ts";
export type { TenantFacts, WebSearch } from "./retrieval/retrieval.ports.ts";
export { createMappingStore } from "./privacy/mappings.repository.ts";
export { createConversational } from "./writing/conversational.ts";
export type { WriterDeps } from "./writing/conversational.ports.ts";
export type { ModelSettings } from "./writing/model/model.ports.ts";

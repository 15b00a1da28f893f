export { consumeDocument, noteDeadDocument } from "./documents.consumer.ts";
export { DocumentError } from "./document-error.ts";
export type {
  DocumentsDeps,
  FileStore,
  QueueCommands,
  Queues,
  RenderFormat,
} from "./documents.ports.ts";
export type { DocumentGenerator } from "./generator.ts";
export { DocumentQueue } from "./queue/queue.durable-object.ts";
export { reportsRoutes } from "./reports.routes.ts";
export { documentsSettings, webhookSettings, writingSettings } from "./settings.ts";
export { expireDocuments, sweepDocuments } from "./sweep.usecases.ts";
export type { Cover, Renderer } from "./formats/format.ts";
export { renderFormat } from "./formats/render-format.ts";
export { typeset } from "./formats/pdf/typeset.ts";
export type { TenantFacts, WebSearch } from "./retrieval/retrieval.ports.ts";
export { createMappingStore } from "./privacy/mappings.repository.ts";
export { createConversational } from "./writing/conversational.ts";
export type { WriterDeps } from "./writing/conversational.ports.ts";
export type { ModelSettings } from "./writing/model/model.ports.ts";
export { sweepWebhooks } from "./webhooks/announce.usecases.ts";
export { consumeWebhook, noteDeadWebhook } from "./webhooks/webhooks.consumer.ts";
export { dataGenerators } from "./templates/data-generator.ts";
export { tenantFacts } from "./templates/tenant-facts.ts";

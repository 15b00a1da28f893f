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
export { documentsSettings } from "./settings.ts";
export { expireDocuments, sweepDocuments } from "./sweep.usecases.ts";
export type { Cover, Renderer } from "./formats/format.ts";
export { renderFormat } from "./formats/render-format.ts";
export { typeset } from "./formats/pdf/typeset.ts";

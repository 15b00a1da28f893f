export { createBatches } from "./batches.ts";
export { createFileStore } from "./file-store.ts";
export { createBrowserPdf } from "./browser-pdf.ts";
export { createKratosSessions } from "./kratos.ts";
export { createQueues } from "./queues.ts";
export { createRateLimits } from "./rate-limits.ts";
export { createWebhookMessages } from "./webhook-messages.ts";
export { createLanguageModel, type LanguageModelConfig } from "./language-model.ts";

export { DocumentError } from "./document-error.ts";
export type { Cover, Renderer } from "./formats/format.ts";
export { typeset } from "./formats/pdf/typeset.ts";
export { DocumentQueue } from "./queue.durable-object.ts";

export { DocumentQueue } from "./queue.durable-object.ts";

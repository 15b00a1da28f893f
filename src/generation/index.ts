export { BatchCoordinator } from "./batch.durable-object.ts";

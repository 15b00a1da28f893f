export { createBatches } from "./batches.ts";
export { createKratosSessions } from "./kratos.ts";

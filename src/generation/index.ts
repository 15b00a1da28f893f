export { BatchCoordinator } from "./batch.durable-object.ts";
export { countJobs } from "./job-counts.query.ts";
export { consumeUnit, noteDeadUnit } from "./generation.consumer.ts";
export type { Batches, BatchCommands, GenerationDeps, UnitWork } from "./generation.ports.ts";
export { type JobRow, reportGenerationJobs } from "./generation.table.ts";
export { cancelJob, deleteJob, retryJob, sweepJobs } from "./jobs.usecases.ts";
export {
  startGeneration,
  type GenerationRequest,
  type Started,
} from "./start-generation.usecases.ts";

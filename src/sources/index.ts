export { academiesById, type Academy } from "./academies.query.ts";
export { addInteractions, checkInteraction } from "./add-interactions.usecases.ts";
export { ingestRoutes } from "./ingest.routes.ts";
export { listDatasets } from "./ingest.usecases.ts";
export type { SourcesDeps } from "./sources.ports.ts";
export { tenantSeeds } from "./tenant-seed.repository.ts";

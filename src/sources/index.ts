export { academiesById, type Academy } from "./academies.query.ts";
export { ingestRoutes } from "./ingest.routes.ts";
export type { SourcesDeps } from "./sources.ports.ts";
export { tenantSeeds } from "./tenant-seed.repository.ts";

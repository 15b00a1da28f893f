export { authenticate, type Authentication } from "./authenticate.usecases.ts";
export { credentialOf } from "./credentials.ts";
export { requirePrincipal } from "./require-principal.middleware.ts";
export type { Session, SessionVerifier, TenancyDeps, TenantSeed } from "./tenancy.ports.ts";
export { tenancyRoutes } from "./tenancy.routes.ts";
export { apiKeys, tenants, type ApiKeyRow } from "./tenancy.table.ts";

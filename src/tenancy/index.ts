export { listApiKeys } from "./api-keys.usecases.ts";
export {
  authenticate,
  type Authentication,
  type AuthenticationFailure,
} from "./authenticate.usecases.ts";
export { credentialOf } from "./credentials.ts";
export { identify, isCrossSite } from "./identify.middleware.ts";
export { requirePrincipal } from "./require-principal.middleware.ts";
export type { Session, SessionVerifier, TenancyDeps, TenantSeed } from "./tenancy.ports.ts";
export { tenantIds } from "./tenancy.repository.ts";
export { tenancyRoutes } from "./tenancy.routes.ts";
export { apiKeys, tenants, type ApiKeyRow } from "./tenancy.table.ts";

import { createMiddleware } from "hono/factory";
import type { AppEnv } from "#http";
import { AppError, hasRole, hasScope, type Principal, type Role, type Scope } from "#shared";
import { identify, isCrossSite } from "./identify.middleware.ts";
import type { TenancyDeps } from "./tenancy.ports.ts";

/** What a route asks of its caller. */
export interface Requirement {
  role: Role;
  /** A credential with a scope list needs one of these. */
  scopes: readonly Scope[];
  /** A key that lists this scope needs no role. */
  scopeInsteadOfRole?: Scope;
}

/** @throws FORBIDDEN: which of scope and role does not suffice. */
function requireRights(principal: Principal, need: Requirement): void {
  const scope = need.scopeInsteadOfRole;
  if (scope !== undefined && principal.scopes.includes(scope)) return;
  if (!hasScope(principal, ...need.scopes)) {
    throw new AppError("FORBIDDEN", "Insufficient API key scope", {
      extra: { required_scopes: need.scopes, your_scopes: principal.scopes },
    });
  }
  if (!hasRole(principal, need.role)) throw new AppError("FORBIDDEN", "Insufficient permissions");
}

const MISSING = new Set<string>(["missing", "malformed"]);

/** Puts the principal into the context, or answers 401 or 403. */
export const requirePrincipal = (need: Requirement) =>
  createMiddleware<AppEnv<TenancyDeps>>(async (c, next) => {
    const failure = await identify(c);
    if (failure) {
      const missing = MISSING.has(failure.reason);
      throw new AppError(
        "UNAUTHORIZED",
        missing ? "Authentication required" : "The credential is not valid",
        { headers: { "WWW-Authenticate": 'Bearer realm="almanac"' } },
      );
    }
    const { principal } = c.var;
    if (isCrossSite(principal, c.req.raw)) {
      throw new AppError("FORBIDDEN", "Cross-site request refused", { extra: { code: "CSRF" } });
    }
    requireRights(principal, need);
    await next();
  });

import { every } from "hono/combine";
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "#http";
import { AppError, hasRole, hasScope, type Principal } from "#shared";
import { requirePrincipal } from "#tenancy";

const SECOND_FACTORS = ["webauthn", "passkey", "totp"];

/** A key needs no second factor; a session must have used one. */
function usedSecondFactor({ assurance }: Principal): boolean {
  if (assurance === null || assurance.level === "aal2") return true;
  return assurance.methods.some((method) => SECOND_FACTORS.includes(method));
}

const requireSecondFactor = createMiddleware<AppEnv>(async (c, next) => {
  const { principal } = c.var;
  if (usedSecondFactor(principal)) return next();
  const methods = principal.assurance?.methods ?? [];
  throw new AppError("FORBIDDEN", "SPECIFIC_METHOD_REQUIRED", {
    extra: {
      code: "METHOD_REQUIRED",
      message: "This operation requires confirmation with webauthn or totp",
      required_methods: ["webauthn", "totp"],
      user_methods: methods,
      session_methods: methods,
      configured_methods: [],
      preferred_method: "webauthn",
    },
  });
});

/** Any role; a key with scope `read` or `admin`; a session that used a second factor. */
export const reader = every(
  requirePrincipal({ role: "viewer", scopes: ["read", "admin"] }),
  requireSecondFactor,
);

/** @throws FORBIDDEN unless it is an admin whose key, if it is one, may administrate. */
function checkAdmin(principal: Principal): void {
  if (!hasScope(principal, "admin")) {
    throw new AppError("FORBIDDEN", "Insufficient API key scope", {
      extra: { required_scopes: ["admin"], your_scopes: principal.scopes },
    });
  }
  if (!hasRole(principal, "admin")) throw new AppError("FORBIDDEN", "Admin access required");
}

/** Everybody's documents are for admins. */
export const adminForAll = createMiddleware<AppEnv>(async (c, next) => {
  if (c.req.query("owner") === "all") checkAdmin(c.var.principal);
  await next();
});

const requireAdmin = createMiddleware<AppEnv>(async (c, next) => {
  checkAdmin(c.var.principal);
  await next();
});

/** An admin, by key or session. */
export const administrator = every(reader, requireAdmin);

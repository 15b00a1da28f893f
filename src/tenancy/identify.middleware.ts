import type { Context } from "hono";
import type { AppEnv } from "#http";
import type { Principal } from "#shared";
import { authenticate, type AuthenticationFailure } from "./authenticate.usecases.ts";
import { credentialOf } from "./credentials.ts";
import type { TenancyDeps } from "./tenancy.ports.ts";

const SAFE = ["GET", "HEAD", "OPTIONS"];

/** A cookie travels with requests that other sites make; a mutating call must prove its origin. */
export function isCrossSite(principal: Principal, request: Request): boolean {
  if (principal.kind === "key" || SAFE.includes(request.method)) return false;
  if (request.headers.has("X-Requested-With")) return false;
  return request.headers.get("Origin") !== new URL(request.url).origin;
}

/** Puts the principal into the context. @returns why there is none. */
export async function identify<Env extends AppEnv<TenancyDeps>>(
  c: Context<Env>,
): Promise<AuthenticationFailure | undefined> {
  const { deps, now } = c.var as AppEnv<TenancyDeps>["Variables"];
  const result = await authenticate(deps, credentialOf(c.req.raw.headers), now);
  if (!result.ok) return result.failure;
  c.set("principal", result.principal);
  if (result.background) c.executionCtx.waitUntil(result.background);
  return undefined;
}

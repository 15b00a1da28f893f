import type { Context, MiddlewareHandler } from "hono";
import { AppError, type Ids, type Principal } from "#shared";
import type { AppEnv, HttpDeps } from "./app-env.ts";
import { clientAddress } from "./client-address.ts";
import type { Limit, Verdict } from "./sliding-log.ts";

/** How often a caller may do something. */
export interface Bucket extends Limit {
  name: string;
}

/** The log of one caller in one bucket. */
export interface RateLimitLog {
  look(now: number): Promise<Verdict>;
  /** Counts the call if it fits; with `holdMs` void after so long unless confirmed. */
  take(now: number, id: string, holdMs?: number): Promise<Verdict>;
  confirm(id: string): Promise<void>;
  release(id: string): Promise<void>;
}

export type RateLimits = (bucket: Bucket, caller: string) => RateLimitLog;

interface RateLimitDeps extends HttpDeps {
  ids: Ids;
  rateLimits: RateLimits;
}

const headersOf = (verdict: Verdict): Record<string, string> => ({
  "X-RateLimit-Limit": String(verdict.limit),
  "X-RateLimit-Remaining": String(verdict.remaining),
  "X-RateLimit-Reset": String(verdict.resetAt),
});

const limited = (bucket: Bucket, { limit, retryAfterSeconds, ...verdict }: Verdict): AppError =>
  new AppError("RATE_LIMITED", "Rate limit exceeded", {
    headers: {
      ...headersOf({ limit, retryAfterSeconds, ...verdict }),
      "Retry-After": String(retryAfterSeconds),
    },
    extra: {
      code: "RATE_LIMITED",
      limit,
      window_seconds: bucket.windowMs / 1_000,
      retry_after: retryAfterSeconds,
    },
  });

/** @returns the headers of the answer. @throws RATE_LIMITED */
export function requireFits(bucket: Bucket, verdict: Verdict): Record<string, string> {
  if (!verdict.allowed) throw limited(bucket, verdict);
  return headersOf(verdict);
}

/** A user, over all its keys and sessions. */
export const userOf = ({ tenantId, userId }: Principal): string => `${tenantId}/${userId}`;

type CallerOf = (c: Context<AppEnv<RateLimitDeps>>) => string;

/** Counts every call, whatever becomes of it. */
const limitBy =
  (callerOf: CallerOf) =>
  (bucket: Bucket): MiddlewareHandler<AppEnv<RateLimitDeps>> =>
  async (c, next) => {
    const { deps, now } = c.var;
    const verdict = await deps.rateLimits(bucket, callerOf(c)).take(now, deps.ids.uuid());
    const headers = requireFits(bucket, verdict);
    await next();
    // An error's answer is made by now: it carries them as well.
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
  };

export const limitUser = limitBy((c) => userOf(c.var.principal));
export const limitClient = limitBy((c) => clientAddress(c.req.raw.headers));

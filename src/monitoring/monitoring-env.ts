import type { Context } from "hono";
import type { AppEnv } from "#http";
import type { MonitoringDeps } from "./monitoring.ports.ts";
import type { Format } from "./lists/formats.ts";
import type { Caller } from "./scope/academy-scope.ts";

/** What monitoring's handlers find in their context, once `checkOrder` let the request through. */
export interface MonitoringEnv extends AppEnv<MonitoringDeps> {
  Variables: AppEnv<MonitoringDeps>["Variables"] & {
    /** What `Accept` prefers of what the path offers. */
    accepted: Format;
  };
}

/** Query parameters; a repeated key counts as its last value. */
export type Query = ReadonlyMap<string, string>;

export const queryOf = (url: string): Query => new Map(new URL(url).searchParams);

/** Who calls, for which academies. */
export const callerOf = (c: Context<MonitoringEnv>): Caller => ({
  principal: c.var.principal,
  academies: c.req.header("Academy") ?? queryOf(c.req.url).get("academy"),
});

/** An id of a path; above 2^53 - 1 one that nothing has. */
export const idOf = (digits: string): number => {
  const id = Number(digits);
  return Number.isSafeInteger(id) ? id : -1;
};

import type { Clock, Ids, Logger, Principal } from "#shared";

/** What the HTTP kit needs of the composition. */
export interface HttpDeps {
  clock: Clock;
  ids: Ids;
  logger: Logger;
  /** Origins that browsers may call from; `*` is for callers with keys, never for cookies. */
  corsOrigins: readonly string[];
}

/** The Hono environment of a room whose handlers need `Deps`. */
export interface AppEnv<Deps extends object = HttpDeps> {
  Bindings: Env;
  Variables: {
    deps: Deps;
    /** One instant per request, in milliseconds. */
    now: number;
    requestId: string;
    /** Set by `requirePrincipal`; absent on public routes. */
    principal: Principal;
  };
}

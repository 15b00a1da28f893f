import { DurableObject } from "cloudflare:workers";

/** Limits by the hour, one object per bucket and caller. Declared with the first deployment; empty so far. */
export class RateLimiter extends DurableObject<Env> {}

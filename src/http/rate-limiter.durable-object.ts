import { DurableObject } from "cloudflare:workers";

/** One object per bucket and caller, holding its sliding log. Hourly limits; the documents use it. */
export class RateLimiter extends DurableObject<Env> {}

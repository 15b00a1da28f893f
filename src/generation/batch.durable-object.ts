import { DurableObject } from "cloudflare:workers";

/** One object per generation batch. Declared with the first deployment; generation gives it work. */
export class BatchCoordinator extends DurableObject<Env> {}

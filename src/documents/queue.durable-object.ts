import { DurableObject } from "cloudflare:workers";

/** The order of the document queue. Declared with the first deployment; documents give it work. */
export class DocumentQueue extends DurableObject<Env> {}

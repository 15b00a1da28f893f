import { DurableObject } from "cloudflare:workers";
import { createLogger, guardD1, systemClock, systemIds } from "#shared";
import { DEFAULT_QUEUE } from "../document.ts";
import type { QueueCommands } from "../documents.ports.ts";
import { documentsSettings } from "../settings.ts";
import { QueueKeeper } from "./queue-keeper.ts";
import { createQueueStore } from "./queue.store.ts";

/** The order of the document queue: one object a queue, the keeper on this object's storage. */
export class DocumentQueue extends DurableObject<Env> implements QueueCommands {
  readonly #keeper: QueueKeeper;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { workers, leaseMs } = documentsSettings(env);
    this.#keeper = new QueueKeeper(createQueueStore(ctx.storage), {
      name: ctx.id.name ?? DEFAULT_QUEUE,
      workers,
      leaseMs,
      db: guardD1(env.DB),
      clock: systemClock,
      ids: systemIds,
      logger: createLogger((line) => console.log(line)),
      sendMessages: async (messages) => {
        await env.DOCUMENTS_QUEUE.sendBatch(messages.map((body) => ({ body })));
      },
    });
  }

  enqueue(...args: Parameters<QueueCommands["enqueue"]>) {
    return this.#keeper.enqueue(...args);
  }
  claim() {
    return this.#keeper.claim();
  }
  report(...args: Parameters<QueueCommands["report"]>) {
    return this.#keeper.report(...args);
  }
  fail(...args: Parameters<QueueCommands["fail"]>) {
    return this.#keeper.fail(...args);
  }
  complete(...args: Parameters<QueueCommands["complete"]>) {
    return this.#keeper.complete(...args);
  }
  cancel(...args: Parameters<QueueCommands["cancel"]>) {
    return this.#keeper.cancel(...args);
  }
  forget(...args: Parameters<QueueCommands["forget"]>) {
    return this.#keeper.forget(...args);
  }
  ping() {
    return this.#keeper.ping();
  }
  override alarm() {
    return this.#keeper.alarm();
  }
}

import { consumeDocument, consumeWebhook, noteDeadDocument, noteDeadWebhook } from "#documents";
import { consumeUnit, noteDeadUnit } from "#generation";
import { consumeDailyRun, noteDeadDailyRun } from "#monitoring";
import { failureFields, type Logger } from "#shared";
import { type Deps, depsOf } from "./composition.ts";

/** Answers false when it cannot make sense of the message: there is no use in repeating it. */
type Consumer = (deps: Deps, body: unknown) => Promise<boolean>;

/** The first of them that can make sense of a message works on it. */
const either =
  (one: Consumer, other: Consumer): Consumer =>
  async (deps, body) =>
    (await one(deps, body)) || other(deps, body);

/** Queue → what works on its messages: one line a kind of work. */
const consumers: Readonly<Record<string, Consumer>> = {
  "almanac-generation": either(consumeUnit, consumeDailyRun),
  "almanac-generation-dead": either(noteDeadUnit, noteDeadDailyRun),
  "almanac-documents": consumeDocument,
  "almanac-documents-dead": noteDeadDocument,
  "almanac-webhooks": consumeWebhook,
  "almanac-webhooks-dead": noteDeadWebhook,
};

const isDeadLetter = (queue: string): boolean => queue.endsWith("-dead");

/** What nothing works on, and what failed too often, is noted and let go. */
function noteUnworkable(logger: Logger, queue: string, message: Message): void {
  const event = isDeadLetter(queue) ? "jobs.message.dead-lettered" : "jobs.message.unroutable";
  logger.error(event, { queue, message_id: message.id, attempts: message.attempts });
  message.ack();
}

async function work(deps: Deps, queue: string, message: Message): Promise<void> {
  const consume = consumers[queue];
  if (!consume) return noteUnworkable(deps.logger, queue, message);
  try {
    if (!(await consume(deps, message.body))) noteUnworkable(deps.logger, queue, message);
    message.ack();
  } catch (error) {
    deps.logger.error("jobs.message.failed", { queue, ...failureFields(error) });
    message.retry();
  }
}

/** Works on a batch of messages, each for itself: a bad one does not repeat its neighbours. */
export async function consumeBatch(batch: MessageBatch, env: Env): Promise<void> {
  const deps = depsOf(env);
  for (const message of batch.messages) await work(deps, batch.queue, message);
}

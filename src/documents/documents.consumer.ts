import { failureFields } from "#shared";
import { failureOf } from "./document-error.ts";
import { DEFAULT_QUEUE, type Format } from "./document.ts";
import { type DocumentMessage, documentMessage } from "./documents.messages.ts";
import type { Claim, DocumentsDeps, QueueCommands } from "./documents.ports.ts";
import { findDocument } from "./documents.query.ts";
import type { DocumentRow } from "./documents.table.ts";
import { attemptPrefix, removePrefix, workPrefix } from "./files.ts";
import { bytesOf, coverOf, storeFile, summaryOf } from "./finish.ts";
import type { Composition } from "./generator.ts";
import { resendMs } from "./queue/queue.ts";
import { completeDocument } from "./results.repository.ts";
import { createSteps, generatorOf } from "./steps.ts";
import { announceEnd } from "./webhooks/announce.usecases.ts";

const STEP_MS = 10 * 60_000;
const RENDERING = 70;
const STORING = 90;

/** The claim holds no more: what was under way is given up and what was written removed. */
class Refused extends Error {}

type Outcome = { kind: "more"; progress: number } | { kind: "completed" } | { kind: "gone" };

/** One claimed document in the hands of one message. */
class Job {
  readonly #deps: DocumentsDeps;
  readonly #queue: QueueCommands;
  readonly #claim: Claim;
  readonly #refusal = new AbortController();

  constructor(deps: DocumentsDeps, queue: QueueCommands, claim: Claim) {
    this.#deps = deps;
    this.#queue = queue;
    this.#claim = claim;
  }

  /** One step under a lease that is kept meanwhile. @throws Refused */
  async step(): Promise<Outcome> {
    await this.#report(0);
    const renewMs = resendMs(this.#deps.documents.leaseMs);
    // A renewal that fails is made up for by the next; one that is refused ends the work.
    const timer = setInterval(() => void this.#report(0).catch(() => {}), renewMs);
    try {
      return await this.#step();
    } catch (error) {
      if (this.#refusal.signal.aborted) throw new Refused("refused", { cause: error });
      throw error;
    } finally {
      clearInterval(timer);
    }
  }

  async #report(progress: number): Promise<void> {
    if (await this.#queue.report(this.#claim, progress)) return;
    const refused = new Refused();
    this.#refusal.abort(refused);
    throw refused;
  }

  async #step(): Promise<Outcome> {
    const { db, clock, files, generators } = this.#deps;
    const { tenantId, documentId, attempt } = this.#claim;
    const row = await findDocument(db, tenantId, documentId, clock.now());
    if (!row || row.status !== "processing" || row.attempt !== attempt) return { kind: "gone" };
    const signal = AbortSignal.any([this.#refusal.signal, AbortSignal.timeout(STEP_MS)]);
    const result = await createSteps(files, generatorOf(generators, row), row, signal)();
    if (result.kind === "more") return result;
    return this.#finish(row, result.composition);
  }

  async #finish(row: DocumentRow, composition: Composition): Promise<Outcome> {
    const { clock, renderFormat, db } = this.#deps;
    await this.#report(RENDERING);
    const cover = coverOf(row, composition.sources.length);
    const formats: Format[] = row.output_format === "md" ? ["md"] : ["md", row.output_format];
    const made = await Promise.all(
      formats.map((format) => bytesOf(renderFormat, composition.markdown, cover, format)),
    );
    await this.#report(STORING);
    const now = clock.now();
    const stored = await Promise.all(
      made.map((bytes, at) => storeFile(this.#deps, row, formats[at] ?? "md", bytes, now)),
    );
    const [bytes, result] = [made.at(-1), stored.at(-1)];
    if (!bytes || !result) throw new Error("nothing was stored");
    const summary = summaryOf(row, composition, bytes, now);
    const outcome = { files: stored, composition, summary, result };
    if (await completeDocument(db, row, this.#claim.attempt, outcome, now)) {
      return { kind: "completed" };
    }
    throw new Refused();
  }
}

const named = ({ tenantId, documentId }: Claim) => ({ tenant_id: tenantId, id: documentId });

const stepMessage = (queue: string, claim: Claim): DocumentMessage => ({
  v: 1,
  kind: "step",
  queue,
  tenant_id: claim.tenantId,
  document_id: claim.documentId,
  run: claim.run,
  attempt: claim.attempt,
  token: claim.token,
});

async function conclude(
  deps: DocumentsDeps,
  queueName: string,
  claim: Claim,
  outcome: Outcome,
): Promise<void> {
  const queue = deps.queues(queueName);
  if (outcome.kind === "more") {
    if (!(await queue.report(claim, outcome.progress))) throw new Refused();
    return deps.sendDocumentMessage(stepMessage(queueName, claim));
  }
  if (outcome.kind === "gone") return queue.forget(claim.tenantId, claim.documentId, claim.run);
  await queue.complete(claim);
  await announceEnd(deps, claim.tenantId, claim.documentId);
  await removePrefix(deps.files, workPrefix(named(claim), claim.run));
}

/**
 * Removes what a refused attempt wrote. Not while it may still complete, for a twin of this message
 * may be about to: the purge after the document's end finds what then stays.
 */
async function cleanUp({ db, files, clock }: DocumentsDeps, claim: Claim): Promise<void> {
  const row = await findDocument(db, claim.tenantId, claim.documentId, clock.now());
  const isMine = row?.attempt === claim.attempt && row.retry_count === claim.run;
  if (isMine && (row.status === "processing" || row.status === "completed")) return;
  await removePrefix(files, attemptPrefix(named(claim), claim.attempt));
}

/** A step of a claimed document; null when it failed and the queue was told. @throws Refused */
async function attemptStep(deps: DocumentsDeps, queue: QueueCommands, claim: Claim) {
  try {
    return await new Job(deps, queue, claim).step();
  } catch (error) {
    if (error instanceof Refused) throw error;
    const failure = failureOf(error);
    const fields = { document_id: claim.documentId, code: failure.code, ...failureFields(error) };
    deps.logger.error("documents.step.failed", fields);
    await queue.fail(claim, failure);
    await announceEnd(deps, claim.tenantId, claim.documentId);
    return null;
  }
}

async function workOn(deps: DocumentsDeps, queueName: string, claim: Claim): Promise<void> {
  try {
    const outcome = await attemptStep(deps, deps.queues(queueName), claim);
    if (outcome) await conclude(deps, queueName, claim, outcome);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    await cleanUp(deps, claim);
  }
}

/** Works on the document that a message names, or on the next in order. @returns false when it names none. */
export async function consumeDocument(deps: DocumentsDeps, body: unknown): Promise<boolean> {
  const parsed = documentMessage.safeParse(body);
  if (!parsed.success) return false;
  const { data } = parsed;
  if (data.kind === "wake") {
    const claim = await deps.queues(data.queue).claim();
    if (claim) await workOn(deps, data.queue, claim);
    return true;
  }
  const { tenant_id: tenantId, document_id: documentId, attempt, token, run } = data;
  await workOn(deps, data.queue, { tenantId, documentId, attempt, token, run });
  return true;
}

/**
 * A message that could not be worked on often enough. Leases and wake-ups heal by themselves; this
 * makes sure that the queue object is awake.
 */
export async function noteDeadDocument(deps: DocumentsDeps, body: unknown): Promise<boolean> {
  const parsed = documentMessage.safeParse(body);
  if (!parsed.success) return false;
  deps.logger.error("documents.message.dead-lettered", { kind: parsed.data.kind });
  await deps.queues(DEFAULT_QUEUE).enqueue([]);
  return true;
}

import type { DocumentErrorCode } from "../../src/documents/document-error.ts";
import { type QueueEvent, type Seed, step } from "../../src/documents/queue/queue.machine.ts";
import type { Queue } from "../../src/documents/queue/queue.ts";

export const S = 1_000;
export const at = (time: string): number => Date.parse(`2026-01-20T${time}Z`);

export const seed = (documentId: string, more: Partial<Seed> = {}): Seed => ({
  tenantId: "t",
  documentId,
  rank: 2,
  enqueuedAt: 0,
  run: 0,
  attempt: 0,
  tries: 0,
  revision: 0,
  ...more,
});

export const after = (queue: Queue, now: number, ...events: QueueEvent[]): Queue =>
  events.reduce((state, event) => step(state, event, now), queue);

export const enqueue = (...args: Parameters<typeof seed>): QueueEvent => ({
  type: "enqueue",
  seed: seed(...args),
});
export const claim = (token: string): QueueEvent => ({ type: "claim", token });
export const held = (queue: Queue): (string | undefined)[] =>
  queue.entries.filter(({ lease }) => lease).map(({ documentId }) => documentId);
export const entry = (queue: Queue, id = "a") =>
  queue.entries.find(({ documentId }) => documentId === id);
export const told = (queue: Queue, id = "a") =>
  queue.outbox.find(({ documentId }) => documentId === id);
export const claimed = (attempt: number, token: string) => ({
  tenantId: "t",
  documentId: "a",
  attempt,
  token,
});
export const fail = (
  attempt: number,
  token: string,
  code: DocumentErrorCode = "RENDER_UNAVAILABLE",
  retryAfterSeconds: number | null = null,
): QueueEvent => ({ type: "fail", ...claimed(attempt, token), code, retryAfterSeconds });

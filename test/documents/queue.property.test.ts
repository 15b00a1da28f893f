import fc from "fast-check";
import { expect, it } from "vitest";
import type { DocumentErrorCode } from "../../src/documents/document-error.ts";
import { type QueueEvent, step } from "../../src/documents/queue/queue.machine.ts";
import { emptyQueue, nextAlarm } from "../../src/documents/queue/queue.ts";
import { claim, S, seed } from "./queue-kit.ts";

const id = fc.constantFrom("a", "b", "c");
const token = fc.constantFrom("1", "2", "3");
const event: fc.Arbitrary<QueueEvent> = fc.oneof(
  fc.record({
    type: fc.constant("enqueue" as const),
    seed: fc.record({
      tenantId: fc.constant("t"),
      documentId: id,
      rank: fc.nat(3),
      enqueuedAt: fc.nat(5),
      run: fc.nat(1),
      attempt: fc.constant(0),
      tries: fc.constant(0),
      revision: fc.constant(0),
    }),
  }),
  token.map((one) => claim(one)),
  fc.record({
    type: fc.constantFrom("report" as const, "complete" as const, "fail" as const),
    tenantId: fc.constant("t"),
    documentId: id,
    attempt: fc.integer({ min: 1, max: 4 }),
    token,
    progress: fc.constantFrom(30, 65, 90),
    code: fc.constantFrom<DocumentErrorCode>("INTERNAL", "TOO_LARGE"),
    retryAfterSeconds: fc.constant(null),
  }),
  id.map((documentId) => ({ type: "cancel" as const, seed: seed(documentId) })),
  fc.constant({ type: "tick" as const }),
  fc.constant({ type: "woke" as const }),
);

it("takes every event in every state, stays in order, and never stands still", () => {
  const history = fc.array(fc.tuple(event, fc.constantFrom(0, S, 31 * S, 200 * S)));
  fc.assert(
    fc.property(history, (events) => {
      let queue = emptyQueue(2);
      let now = 0;
      for (const [happens, pass] of events) {
        now += pass;
        const next = step(queue, happens, now);
        for (const change of next.outbox) {
          const before = queue.outbox.find(({ documentId }) => documentId === change.documentId);
          if (
            before?.run === change.run &&
            happens.type !== "cancel" &&
            happens.type !== "enqueue"
          ) {
            expect(change.revision).toBeGreaterThanOrEqual(before.revision);
          }
        }
        queue = next;
        expect(queue.entries.filter(({ lease }) => lease).length).toBeLessThanOrEqual(2);
        const keys = queue.entries.map(({ rank, enqueuedAt, documentId }) => [
          rank,
          enqueuedAt,
          documentId,
        ]);
        expect(keys).toEqual(
          keys.toSorted(
            ([r = 0, e = 0, i = ""], [s = 0, f = 0, j = ""]) =>
              Number(r) - Number(s) || Number(e) - Number(f) || (i < j ? -1 : 1),
          ),
        );
        const names = queue.entries.map(({ documentId }) => documentId);
        expect(new Set(names).size).toBe(names.length);
        if (queue.entries.length > 0) expect(nextAlarm(queue)).not.toBeNull();
        for (const { tries } of queue.entries) expect(tries).toBeLessThanOrEqual(3);
      }
    }),
  );
});

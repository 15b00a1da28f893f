import { env } from "cloudflare:test";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type Action, POINTS, Simulation } from "./simulation.ts";
import { eventsOf } from "./transitions-kit.ts";
import { objectsOf, sweep } from "./world.ts";

const at = fc.nat(20);
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("post" as const),
      priority: fc.constantFrom("urgent", "high", "normal", "low"),
    }),
  },
  {
    weight: 16,
    arbitrary: fc.record({ do: fc.constantFrom("deliver" as const), at }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant("fire" as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("pass" as const),
      ms: fc.constantFrom(500, 30_000, 61_000, 120_000, 181_000, 1_801_000),
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constantFrom("cancel", "cancel-while-working", "retry", "drop", "double"),
      at,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom("sweep", "crash", "work-fails", "work-is-refused"),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("fault" as const),
      point: fc.constantFrom(...POINTS),
      after: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("d1-fails" as const),
      calls: fc.integer({ min: 1, max: 6 }),
      when: fc.constantFrom("before", "after"),
    }),
  },
);

/** A run comes to one end, and its owner hears of it once. */
async function expectOneEventARun(tenantId: string): Promise<void> {
  const events = (await eventsOf(tenantId)).map(({ payload }) => JSON.parse(payload).data);
  const runs = events.map(({ report_id, retry_count }) => `${report_id} ${retry_count}`);
  expect(new Set(runs).size).toBe(runs.length);
}

async function expectSound(simulation: Simulation): Promise<void> {
  const { tenantId } = simulation.caller;
  for (const report of await simulation.reports()) {
    expect(["completed", "failed", "cancelled"]).toContain(report.status);
    expect(report.completed_at).not.toBeNull();
    expect(report.error_message === null).toBe(report.status !== "failed");
    if (simulation.cancelled.has(report.id)) expect(report.status).toBe("cancelled");
    const objects = await objectsOf(tenantId, report.id);
    expect(objects).toHaveLength(report.status === "completed" ? 2 : 0);
    if (report.status === "completed") expect(report.progress_percentage).toBe(100);
  }
  const files = env.DB.prepare(
    `SELECT f.r2_key, f.sha256, d.status FROM document_files f
     JOIN documents d ON d.tenant_id = f.tenant_id AND d.id = f.document_id WHERE f.tenant_id = ?`,
  );
  const { results } = await files
    .bind(tenantId)
    .all<{ r2_key: string; sha256: string; status: string }>();
  for (const { r2_key, sha256, status } of results) {
    expect(status).toBe("completed");
    const digest = (await env.FILES.head(r2_key))?.checksums.sha256;
    expect(digest && new Uint8Array(digest).toHex()).toBe(sha256);
  }
  await expectOneEventARun(tenantId);
  expect(simulation.world.disk.queue).toMatchObject({ entries: [], outbox: [] });
}

it("brings every document to one end, whatever is lost, doubled, late or killed", async () => {
  const actions = fc.array(action, { minLength: 10, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(actions, async (history) => {
      // Documents that a failed run left active would be swept into this one.
      await env.DB.prepare("DELETE FROM documents").run();
      const simulation = new Simulation();
      await simulation.run(history);
      await simulation.settle();
      simulation.world.now += 15 * 60_000;
      await sweep(simulation.world);
      await expectSound(simulation);
    }),
    { numRuns: Number(env.SIM_RUNS || 15) },
  );
}, 3_600_000);

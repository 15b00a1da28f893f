import { env } from "cloudflare:test";
import type { JobRow } from "#generation";
import { drizzle } from "drizzle-orm/d1";
import { eq } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { reportGenerationJobs } from "../../src/generation/generation.table.ts";
import { DAY_MS } from "#shared";
import { type Action, POINTS } from "./actions.ts";
import { Simulation } from "./simulation.ts";
import { createSlices, rowsOf, slicesOf, writesOf } from "./slices.ts";

beforeAll(createSlices);

const at = fc.nat(20);
const academies = fc.constantFrom<number[][]>([1], [2], [1, 2], [1, 2, 3], [3]);
const simple = <T extends string>(...words: T[]) => fc.record({ do: fc.constantFrom(...words) });
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("post" as const),
      academies,
      days: fc.integer({ min: 1, max: 4 }),
      force: fc.nat(4).map((n) => n === 0),
      partial: fc.nat(3).map((n) => n === 0),
    }),
  },
  { weight: 8, arbitrary: simple("fire") },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("pass" as const),
      ms: fc.constantFrom(500, 5_000, 10_000, 30_000, 61_000, 121_000, 3_600_000, 31 * DAY_MS),
    }),
  },
  { weight: 9, arbitrary: fc.record({ do: fc.constant("deliver" as const), at }) },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constantFrom(
        ...(["hold", "hold", "release", "cancel", "cancel", "drop", "double"] as const),
        ...(["retry", "delete"] as const),
      ),
      at,
    }),
  },
  { weight: 3, arbitrary: simple("sweep", "crash", "send-fails", "work-fails") },
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
      calls: fc.integer({ min: 1, max: 5 }),
      when: fc.constantFrom("before", "after"),
    }),
  },
);

/** A parent's status as the contract computes it from its children's. */
function foldOf(children: readonly JobRow[]): string {
  const all = children.map(({ status }) => status);
  if (all.includes("RUNNING")) return "RUNNING";
  if (all.includes("PENDING")) return "PENDING";
  const [first] = all;
  return first && all.every((status) => status === first) ? first : "PARTIAL";
}

function expectJob(job: JobRow): void {
  const { dates = [], total_days } = job.result;
  const done = dates.filter(({ status }) => status === "done");
  expect(job.progress_current).toBe(dates.length);
  expect(job.generated_rows).toBe(done.reduce((sum, day) => sum + day.generated_rows, 0));
  for (const { date, generated_rows } of done) {
    expect(generated_rows).toBe(rowsOf({ academyId: job.academy_id ?? 0, date }));
  }
  if (job.status === "DONE") expect(done).toHaveLength(total_days ?? 0);
  expect(dates.map(({ date }) => date)).toEqual(dates.map(({ date }) => date).toSorted());
}

function expectParent(parent: JobRow, children: readonly JobRow[]): void {
  const sum = (of: (job: JobRow) => number) => children.reduce((all, job) => all + of(job), 0);
  expect(parent).toMatchObject({
    status: foldOf(children),
    children_count: children.length,
    progress_current: sum((job) => job.progress_current),
    progress_total: sum((job) => job.progress_total),
    generated_rows: sum((job) => job.generated_rows),
    finished_at: Math.max(...children.map(({ finished_at }) => finished_at ?? 0)),
  });
}

async function expectSound(simulation: Simulation): Promise<void> {
  const { tenant, history } = simulation;
  const jobs = await drizzle(env.DB)
    .select()
    .from(reportGenerationJobs)
    .where(eq(reportGenerationJobs.tenant_id, tenant));
  for (const job of jobs) {
    expect(["DONE", "PARTIAL", "ERROR", "CANCELLED"]).toContain(job.status);
    expect(job.dedup_key).toBeNull();
    if (job.academy_id === null) {
      expectParent(
        job,
        jobs.filter(({ parent_id }) => parent_id === job.id),
      );
    } else expectJob(job);
  }
  const ids = new Set(jobs.map(({ id }) => id));
  for (const id of history.deleted) expect(ids.has(id)).toBe(false);
  await expectRows(simulation, jobs);
}

async function expectRows({ tenant, history }: Simulation, jobs: JobRow[]): Promise<void> {
  const slices = new Map(
    (await slicesOf(tenant)).map((slice) => [`${slice.academy_id} ${slice.date}`, slice]),
  );
  for (const slice of slices.values()) {
    const count = rowsOf({ academyId: slice.academy_id, date: slice.date });
    expect(slice).toMatchObject({ rows: count, found: count, stamps: Math.min(count, 1) });
    if (slice.of !== null) expect(slice.of).toBe(slice.stamp);
  }
  for (const { academy_id, result } of jobs) {
    for (const { date, status } of result.dates ?? []) {
      if (status === "done") expect(slices.has(`${academy_id} ${date}`)).toBe(true);
    }
  }
  const newest = new Map<string, number>();
  for (const write of await writesOf(tenant)) {
    const slice = `${write.academy_id} ${write.date}`;
    expect(write.read_at).toBeGreaterThanOrEqual(newest.get(slice) ?? 0);
    newest.set(slice, write.read_at);
    const sealed = history.sealed.some(
      ({ job, from, to }) => job === write.job && write.id > from && write.id <= to,
    );
    expect(sealed, "nothing is written after a cancel was answered").toBe(false);
  }
}

it("comes to the same rows and one end each, whatever is lost, doubled, late or killed", async () => {
  const actions = fc.array(action, { minLength: 10, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(actions, async (history) => {
      // Jobs that a failed run left active would be swept into this one.
      await env.DB.prepare("DELETE FROM report_generation_jobs").run();
      const simulation = new Simulation();
      await simulation.run(history);
      await simulation.settle();
      await expectSound(simulation);
    }),
    { numRuns: Number(env.SIM_RUNS || 200) },
  );
}, 3_600_000);

import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isoTime } from "../../src/shared/time.ts";
import { createClients, createRandom } from "./generation-clients.ts";
import { createKilledServer, type KilledServer } from "./killed-server.ts";

// Restarts and leases cost ten seconds a kill, most of it waiting.
const KILLS = Number(process.env["KILL_RUNS"] || 20);
const SEED = Number(process.env["KILL_SEED"] || Date.now() % 1_000_000);
const CLIENTS = 4;
const SHORTEST_LIFE_MS = 300;
const LONGEST_LIFE_MS = 3_500;
const SETTLED_WITHIN_MS = 120_000;

interface StoredJob {
  id: number;
  academy_id: number | null;
  parent_id: number | null;
  children_count: number;
  status: string;
  progress_current: number;
  generated_rows: number;
  result: string;
}
interface Coverage {
  academy_id: number;
  date: string;
  generated_at: number;
  generated_rows: number;
  found: number;
}

let service: KilledServer;
beforeAll(async () => {
  service = await createKilledServer();
});
afterAll(() => service.remove());

const jobs = () => service.query<StoredJob>("SELECT * FROM report_generation_jobs");
const coverage = () =>
  service.query<Coverage>(`SELECT academy_id, date, generated_at, generated_rows,
    (SELECT count(*) FROM churn_reports row WHERE row.tenant_id = day.tenant_id
      AND row.academy_id = day.academy_id AND row.report_date = day.date) AS found
    FROM report_coverage day ORDER BY academy_id, date`);
/** What the rows say; their ids and when they were first written are of their history. */
const rowsByDay = (): Map<string, string> => {
  const days = new Map<string, string>();
  const sql = "SELECT * FROM churn_reports ORDER BY academy_id, report_date, user_id";
  for (const { id: _, created_at: __, ...row } of service.query<Record<string, unknown>>(sql)) {
    const day = `${String(row["academy_id"])} ${String(row["report_date"])}`;
    days.set(day, (days.get(day) ?? "") + JSON.stringify(row));
  }
  return days;
};

const isActive = ({ status }: StoredJob) => status === "PENDING" || status === "RUNNING";

async function settled(): Promise<void> {
  for (const end = Date.now() + SETTLED_WITHIN_MS; jobs().some(isActive); await wait(500)) {
    if (Date.now() > end) {
      throw new Error(`still active: ${JSON.stringify(jobs().filter(isActive))}`);
    }
    await service.sweep();
  }
}

function expectJob(job: StoredJob, all: readonly StoredJob[]): void {
  expect(["DONE", "PARTIAL", "ERROR", "CANCELLED"]).toContain(job.status);
  if (job.academy_id === null) {
    const children = all.filter(({ parent_id }) => parent_id === job.id);
    const sum = (of: (child: StoredJob) => number) => children.reduce((n, one) => n + of(one), 0);
    expect(job.children_count).toBe(children.length);
    expect(job.progress_current).toBe(sum((child) => child.progress_current));
    expect(job.generated_rows).toBe(sum((child) => child.generated_rows));
    return;
  }
  type Days = { dates: { generated_rows: number }[]; total_days: number };
  const { dates, total_days } = JSON.parse(job.result) as Days;
  expect(job.progress_current).toBe(dates.length);
  expect(job.generated_rows).toBe(dates.reduce((sum, day) => sum + day.generated_rows, 0));
  if (job.status === "DONE") expect(dates).toHaveLength(total_days);
}

describe(`${KILLS} times kill -9 (KILL_RUNS), seed ${SEED} (KILL_SEED)`, () => {
  const random = createRandom(SEED);
  let clients: ReturnType<typeof createClients>;
  let server: Awaited<ReturnType<KilledServer["start"]>>;
  beforeAll(async () => {
    clients = createClients(service, random);
    for (let kills = 0; kills < KILLS; kills++) {
      const living = await service.start();
      const loops = Array.from({ length: CLIENTS }, () => clients.loop());
      await wait(SHORTEST_LIFE_MS + random() * (LONGEST_LIFE_MS - SHORTEST_LIFE_MS));
      await living.kill();
      await Promise.all(loops);
    }
    server = await service.start();
    await settled();
  }, 600_000);
  afterAll(async () => {
    await server.stop();
  });

  it("lost no job that was accepted, and left none active", () => {
    const { accepted, deletionTried, deleted } = clients.told;
    const all = jobs();
    const ids = new Set(all.map(({ id }) => id));
    expect(accepted.size).toBeGreaterThan(KILLS);
    expect([...accepted].filter((id) => !ids.has(id) && !deletionTried.has(id))).toEqual([]);
    expect([...deleted].filter((id) => ids.has(id))).toEqual([]);
    for (const job of all) expectJob(job, all);
  });

  it("answered as it should wherever it answered", () => {
    const codes = Object.keys(clients.told.answers).map((name) => name.slice(-3));
    expect(
      codes.filter((code) => !["200", "202", "204", "400", "404", "503"].includes(code)),
    ).toEqual([]);
  });

  it("covered each day once, with the rows that are there", () => {
    const days = coverage();
    expect(days.length).toBeGreaterThan(KILLS);
    for (const day of days) expect(day.found).toBe(day.generated_rows);
  });

  it("wrote nothing after a cancel was answered", () => {
    const { cancelled } = clients.told;
    const days = new Map(coverage().map((day) => [`${day.academy_id} ${day.date}`, day]));
    expect(cancelled.length).toBeGreaterThan(0);
    for (const { coverage: then } of cancelled) {
      for (const { date, generated_at } of then) {
        const now = days.get(`1 ${date}`);
        expect(now ? isoTime(now.generated_at) : null).toBe(generated_at);
      }
    }
  });

  it("came to the rows of an undisturbed generation", async () => {
    const disturbed = rowsByDay();
    expect(disturbed.size).toBeGreaterThan(10);
    const dates = [...disturbed.keys()].map((day) => day.split(" ")[1] ?? "").toSorted();
    const range = { date_start: dates[0], date_end: dates.at(-1), force: true };
    const [again] = await clients.post(range, [1, 2]);
    await settled();
    expect(jobs().find(({ id }) => id === again)).toMatchObject({ status: "DONE" });
    const undisturbed = rowsByDay();
    const different = [...disturbed].filter(([day, rows]) => undisturbed.get(day) !== rows);
    expect(different.map(([day]) => day)).toEqual([]);
  });
});

import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DevelopmentServer } from "../../scripts/start/development-server.ts";
import { browsersIn, killBrowsersIn } from "./browsers.ts";
import { createKilledServer, type KilledServer } from "./killed-server.ts";
import { newClient, type Report, type ReportClient } from "./report-client.ts";

const WORKERS = 2;
const BROWSER_KILLS = 12;
const SERVER_KILLS = Number(process.env["DOCUMENT_KILLS"] || 1);
const MINUTES = 15;
const RANK = { urgent: 0, high: 1, normal: 2, low: 3 };
const PRIORITIES = ["normal", "low", "normal", "high", "urgent"] as const;

let service: KilledServer;
let server: DevelopmentServer;
let honeyJar: string;
beforeAll(async () => {
  service = await createKilledServer();
  server = await service.start();
  const client = await newClient(service.url, service.adminKey);
  const { honey_jars } = await client.ask<{ honey_jars: { id: string }[] }>("/api/honey-jars");
  honeyJar = honey_jars[0]?.id ?? "";
});
afterAll(async () => {
  await server.stop();
  service.remove();
});

const wish = (n: number, more: object = {}) => ({
  title: `Keeping learners ${n}`,
  honey_jar_id: honeyJar,
  parameters: { user_query: "How does an academy keep learners, and what are the risks?" },
  ...more,
});

const createTen = async (client: ReportClient): Promise<Report[]> => {
  const reports: Report[] = [];
  for (let n = 0; n < 10; n += 1) {
    const priority = PRIORITIES[n % PRIORITIES.length];
    reports.push(await client.create(wish(n, { priority })));
  }
  return reports;
};

interface StoredDocument {
  id: string;
  status: string;
  progress_percentage: number;
  tries: number;
  attempt: number;
  enqueued_at: number;
  started_at: number;
}
const stored = (reports: readonly Report[]) => {
  const ids = reports.map(({ id }) => `'${id}'`).join(",");
  return service.query<StoredDocument>(`SELECT * FROM documents WHERE id IN (${ids})`);
};
/** Within a class in the order of the answers: the first created is last in the list. */
const inOrder = (list: readonly Report[]): Report[] =>
  list.toReversed().toSorted((a, b) => RANK[a.priority] - RANK[b.priority]);

/** Each has its one file, and it is what the document says. */
async function expectAllThere(client: ReportClient, reports: readonly Report[]): Promise<void> {
  const settled = await Promise.all(reports.map(({ id }) => client.settled(id)));
  expect(settled.map(({ status, error_message }) => error_message ?? status)).toEqual(
    reports.map(() => "completed"),
  );
  expect((await client.list()).map(({ id }) => id).toSorted()).toEqual(
    reports.map(({ id }) => id).toSorted(),
  );
  const ids = reports.map(({ id }) => `'${id}'`).join(",");
  const files = service.query<{ document_id: string; format: string }>(
    `SELECT document_id, format FROM document_files WHERE document_id IN (${ids})`,
  );
  expect(files.map(({ document_id, format }) => `${document_id} ${format}`).toSorted()).toEqual(
    reports.flatMap(({ id }) => [`${id} md`, `${id} pdf`]).toSorted(),
  );
  const texts = await Promise.all(reports.map(({ id }) => client.download(id, "pdf")));
  for (const bytes of texts) expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
}

describe("ten documents at once, by two workers", () => {
  let client: ReportClient;
  let reports: Report[];
  const browsers = new Set<number>();
  let atOnce = 0;
  beforeAll(async () => {
    client = await newClient(service.url, service.adminKey);
    reports = await createTen(client);
  });

  it("tell their positions and when they will be done", async () => {
    const asked = Date.now();
    const list = await client.list();
    const answered = Date.now();
    const queued = inOrder(list.filter(({ status }) => status === "queued"));
    const processing = list.filter(({ status }) => status === "processing").length;
    expect(queued.length).toBeGreaterThan(3);
    const positions = queued.map(({ queue_position }) => queue_position);
    expect(positions.toSorted((a, b) => Number(a) - Number(b))).toEqual(
      queued.map((_, at) => at + 1),
    );
    for (const [at, { priority }] of queued.entries()) {
      const ranked = queued.find((one) => one.queue_position === at + 1);
      expect(ranked?.priority).toBe(priority);
      // None has been completed yet, so each round takes what the template says.
      const rounds = Math.ceil((at + 1 + processing) / WORKERS);
      const from = Date.parse(ranked?.estimated_completion ?? "") - rounds * MINUTES * 60_000;
      expect(from).toBeGreaterThanOrEqual(asked);
      expect(from).toBeLessThanOrEqual(answered + 1_000);
    }
  });

  it("are all completed, in their order, with a browser a worker at most", async () => {
    for (let open = true; open; await wait(100)) {
      const now = browsersIn(server.temporary);
      for (const pid of now) browsers.add(pid);
      const rows = stored(reports);
      atOnce = Math.max(atOnce, rows.filter(({ status }) => status === "processing").length);
      open = rows.some(({ status }) => status === "queued" || status === "processing");
    }
    await expectAllThere(client, reports);
    expect(atOnce).toBe(WORKERS);
    expect(browsers.size).toBeGreaterThan(0);
    expect(browsers.size).toBeLessThanOrEqual(WORKERS);
    const rank = new Map(reports.map(({ id, priority }) => [id, RANK[priority]]));
    const rows = stored(reports).toSorted((a, b) => a.started_at - b.started_at);
    for (const [at, row] of rows.entries()) {
      // Those that were already waiting when this one was started, and had to go before it.
      const overtaken = rows.slice(at + 1).filter((later) => {
        const [mine = 0, its = 0] = [rank.get(row.id), rank.get(later.id)];
        const first = its < mine || (its === mine && later.enqueued_at < row.enqueued_at);
        return first && later.enqueued_at < row.started_at - 250;
      });
      expect(overtaken).toEqual([]);
    }
    for (const { attempt } of rows) expect(attempt).toBe(1);
  });
});

describe(`ten documents whose browsers are killed ${BROWSER_KILLS} times`, () => {
  it("are all completed, each once", async () => {
    const client = await newClient(service.url, service.adminKey);
    const reports = await createTen(client);
    let kills = 0;
    for (
      const end = Date.now() + 120_000;
      kills < BROWSER_KILLS && Date.now() < end;
      await wait(20)
    ) {
      const printing = stored(reports).filter(
        ({ status, progress_percentage }) => status === "processing" && progress_percentage === 70,
      );
      // A third failure is the last: that document is let go.
      if (printing.length === 0 || printing.some(({ tries }) => tries >= 3)) continue;
      if (killBrowsersIn(server.temporary) === 0) continue;
      kills += 1;
      await wait(300);
    }
    expect(kills).toBe(BROWSER_KILLS);
    await expectAllThere(client, reports);
    expect(Math.max(...stored(reports).map(({ tries }) => tries))).toBeGreaterThan(1);
  });
});

describe(`documents while the server is killed ${SERVER_KILLS} times`, () => {
  it("are all completed, each once", async () => {
    const client = await newClient(service.url, service.adminKey);
    const reports: Report[] = [];
    for (let kill = 0; kill < SERVER_KILLS; kill += 1) {
      for (let n = 0; n < 3; n += 1) reports.push(await client.create(wish(reports.length)));
      await wait(500 + 1_000 * kill);
      await server.kill();
      server = await service.start();
    }
    await service.sweep();
    await expectAllThere(client, reports);
  });
});

import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";
import { beforeEach, describe, expect, it } from "vitest";
import type { UnitWork } from "#generation";
import { unavailable } from "#shared";
import { deliver, fire, settle } from "../../generation/world.ts";
import { openOffice } from "./kit.ts";

let office: Awaited<ReturnType<typeof openOffice>>;
let work: UnitWork;
beforeEach(async () => {
  work = () => Promise.resolve({ generatedRows: 5, warnings: [] });
  office = await openOffice({ work: (unit) => work(unit) });
});

const BOTH = { academy: "1,2" };
const POST = { method: "POST" };
const DELETE = { method: "DELETE" };
const pathOf = (id: number) => `/churn/generate/${id}`;

async function start(body: object, academy = "1"): Promise<number> {
  const answer = await office.call("/churn/generate", { body, academy });
  return answer.body.id;
}

/** Runs so many days. */
async function run(days: number): Promise<void> {
  await fire(office.world);
  await deliver(office.world, days);
  office.world.now += 1_000;
  await fire(office.world);
}

describe("a job of several days", () => {
  it("tells which day failed, and is retried for that day alone", async () => {
    const asked: string[] = [];
    let heals = false;
    work = ({ date }) => {
      asked.push(date);
      if (date === "2026-04-02" && !heals) return Promise.reject(new Error("SELECT secret"));
      return Promise.resolve({ generatedRows: date === "2026-04-01" ? 12 : 13, warnings: [] });
    };
    const id = await start({ date_start: "2026-04-01", date_end: "2026-04-03" });
    await settle(office.world);
    const error = "generator-failed: The rows of this day could not be computed.";
    const { body } = await office.call(pathOf(id));
    expect(body).toMatchObject({
      status: "PARTIAL",
      status_message: "3 of 3 days processed",
      progress_current: 3,
      progress_total: 3,
      generated_rows: 25,
      result: {
        dates: [
          { date: "2026-04-01", generated_rows: 12, status: "done" },
          { date: "2026-04-02", generated_rows: 0, status: "error", error },
          { date: "2026-04-03", generated_rows: 13, status: "done" },
        ],
        warnings: [],
        generated_rows: 25,
        processed_days: 3,
        total_days: 3,
        errors: [`2026-04-02: ${error}`],
      },
      error_log: `2026-04-02: ${error}`,
    });
    expect(Object.keys(body.result)).toEqual([
      "dates",
      "warnings",
      "generated_rows",
      "processed_days",
      "total_days",
      "errors",
    ]);
    heals = true;
    asked.length = 0;
    const retried = await office.call(`${pathOf(id)}/retry`, POST);
    expect(retried.status).toBe(202);
    expect(retried.body).toMatchObject({
      id,
      status: "PENDING",
      progress_current: 2,
      progress_total: 3,
      generated_rows: 25,
      error_log: null,
      started_at: null,
      finished_at: null,
    });
    expect(retried.body.task_id).not.toBe(body.task_id);
    await settle(office.world);
    expect(asked).toEqual(["2026-04-02"]);
    expect((await office.call(pathOf(id))).body).toMatchObject({
      status: "DONE",
      generated_rows: 38,
    });
    expect(await office.refused(`${pathOf(id)}/retry`, POST)).toBe(
      "cannot-retry-report-generation-job",
    );
  });
});

describe("a batch", () => {
  it("is cancelled, then deleted with its jobs", async () => {
    const id = await start({ days_back: 1 }, "1,2");
    await run(1);
    const { status, body } = await office.call(`${pathOf(id)}/cancel`, { ...POST, ...BOTH });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id,
      status: "PARTIAL",
      status_message: "Batch of 2 academies: PARTIAL",
      included_academies: [{ slug: "miami" }, { slug: "madrid" }],
    });
    expect(await office.refused(`${pathOf(id)}/cancel`, { ...POST, ...BOTH })).toBe(
      "cannot-cancel-terminal-report-generation-job",
    );
    const { body: child } = await office.call(pathOf(id + 2), { academy: "2" });
    expect(child).toMatchObject({ status: "CANCELLED", parent_id: id });
    const gone = await office.call(pathOf(id), { ...DELETE, ...BOTH });
    expect([gone.status, gone.body]).toEqual([204, ""]);
    for (const each of [id, id + 1, id + 2]) {
      expect(await office.refused(pathOf(each), BOTH)).toBe("report-generation-job-not-found");
    }
  });
  it("is retried as a whole, its jobs that ended badly", async () => {
    const id = await start({ days_back: 1 }, "1,2");
    await run(1);
    await office.call(`${pathOf(id)}/cancel`, { ...POST, ...BOTH });
    const { status, body } = await office.call(`${pathOf(id)}/retry`, { ...POST, ...BOTH });
    expect([status, body.status, body.children_count]).toEqual([202, "PENDING", 2]);
    await settle(office.world);
    expect((await office.call(pathOf(id), BOTH)).body).toMatchObject({
      status: "DONE",
      generated_rows: 10,
    });
  });
});

describe("deleting", () => {
  it("refuses what is active, by itself or through a job of its batch", async () => {
    const single = await start({ date: "2026-04-01" });
    expect(await office.refused(pathOf(single), DELETE)).toBe(
      "cannot-delete-active-report-generation-job",
    );
    const parent = await start({ days_back: 1 }, "1,2");
    expect(await office.refused(pathOf(parent), { ...DELETE, ...BOTH })).toBe(
      "cannot-delete-active-report-generation-job",
    );
    await settle(office.world);
    expect((await office.call(pathOf(single), DELETE)).status).toBe(204);
  });
  it("takes the parent with the last of its jobs", async () => {
    const parent = await start({ days_back: 1 }, "1,2");
    await settle(office.world);
    await office.call(pathOf(parent + 1), DELETE);
    expect((await office.call(pathOf(parent), BOTH)).body).toMatchObject({
      children_count: 1,
      included_academies: [{ id: 2 }],
      generated_rows: 5,
    });
    await office.call(pathOf(parent + 2), { ...DELETE, academy: "2" });
    expect(await office.refused(pathOf(parent), BOTH)).toBe("report-generation-job-not-found");
  });
});

describe("commands at the same time", () => {
  it("let one of two retries win", async () => {
    const id = await start({ days_back: 1 });
    await office.call(`${pathOf(id)}/cancel`, POST);
    const both = await Promise.all([1, 2].map(() => office.call(`${pathOf(id)}/retry`, POST)));
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([202, 400]));
  });
  it("write nothing after a cancel was answered", async () => {
    const id = await start({ days_back: 1 });
    await fire(office.world);
    const mayWrite: unknown[] = [];
    work = async ({ guard }) => {
      await office.call(`${pathOf(id)}/cancel`, POST);
      const { sql, params } = new SQLiteSyncDialect().sqlToQuery(guard);
      const check = office.world.deps.db.prepare(`SELECT ${sql} AS open`).bind(...params);
      mayWrite.push(await check.first("open"));
      return { generatedRows: 9, warnings: [] };
    };
    await deliver(office.world);
    expect(mayWrite).toEqual([0]);
  });
});

it("says to come back when a batch object is out of reach, and may then be repeated", async () => {
  const id = await start({ days_back: 1 });
  const reach = office.world.deps.batches;
  office.world.deps.batches = (...of) =>
    Object.assign(reach(...of), { cancel: () => Promise.reject(unavailable("away", null)) });
  const { status, headers, body } = await office.call(`${pathOf(id)}/cancel`, POST);
  expect([status, body.slug]).toEqual([503, "service-unavailable"]);
  expect(headers.get("Retry-After")).toBe("5");
  office.world.deps.batches = reach;
  office.world.crash();
  expect((await office.call(`${pathOf(id)}/cancel`, POST)).body.status).toBe("CANCELLED");
});

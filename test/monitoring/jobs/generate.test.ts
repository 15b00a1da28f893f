import { beforeEach, describe, expect, it } from "vitest";
import { reportTypes } from "#monitoring";
import { remove } from "../../kit/ingest.ts";
import { deliver, fire, settle } from "../../generation/world.ts";
import { ACADEMIES, openOffice } from "./kit.ts";

let office: Awaited<ReturnType<typeof openOffice>>;
beforeEach(async () => {
  office = await openOffice();
});

const post = (
  body: unknown,
  options: { academy?: string; headers?: Record<string, string> } = {},
) => office.call("/churn/generate", { body, ...options });

const [MIAMI, MADRID] = ACADEMIES;
const UUID = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);

describe("one academy", () => {
  it("gets a job, shown as it was created, each field in its place", async () => {
    const { status, body } = await post({ date: "2026-04-13" });
    expect(status).toBe(202);
    const expected = {
      id: expect.any(Number),
      report_type: "churn",
      status: "PENDING",
      status_message: "Queued",
      academy_id: 1,
      parent_id: null,
      batch_id: UUID,
      children_count: 0,
      included_academies: null,
      date_start: "2026-04-13",
      date_end: "2026-04-13",
      progress_current: 0,
      progress_total: 0,
      generated_rows: 0,
      created_at: "2026-04-14T08:00:00Z",
      updated_at: "2026-04-14T08:00:00Z",
      requested_by_id: "u-7",
      params: {
        date: "2026-04-13",
        requested_academy_ids: [1],
        applied_academy_ids: [1],
        resolution: "full",
      },
      result: {},
      error_log: null,
      task_id: null,
      started_at: null,
      finished_at: null,
    };
    expect(body).toEqual(expected);
    expect(Object.keys(body)).toEqual(Object.keys(expected));
  });
  it("finds its active job by any way to say the same days; force makes another", async () => {
    const { body: job } = await post({ date: "2026-04-13" });
    const same = [{ date_start: "2026-04-13", date_end: "2026-04-13" }, { days_back: "1" }];
    for (const body of same) {
      expect(await post(body)).toMatchObject({ status: 200, body: { id: job.id } });
    }
    const forced = await post({ date: "2026-04-13", force: "Yes" });
    expect(forced.status).toBe(202);
    expect(forced.body.id).not.toBe(job.id);
    // Forced jobs are found too, the newest first.
    expect(await post({ days_back: 1 })).toMatchObject({
      status: 200,
      body: { id: forced.body.id },
    });
    await settle(office.world);
    expect((await post({ date: "2026-04-13" })).status).toBe(202);
  });
  it("finds a job as it is now", async () => {
    await post({ days_back: 3 });
    await fire(office.world);
    await deliver(office.world, 1);
    office.world.now += 1_000;
    await fire(office.world);
    const { status, body } = await post({ days_back: 3 });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: "RUNNING",
      status_message: "1 of 3 days processed",
      progress_current: 1,
      progress_total: 3,
      generated_rows: 5,
      started_at: "2026-04-14T08:00:00Z",
      result: { dates: [{ date: "2026-04-11", generated_rows: 5, status: "done" }], warnings: [] },
    });
  });
  it("keeps different types, days and tenants apart", async () => {
    const { body: job } = await post({ date: "2026-04-13" });
    const other = await office.call("/acquisition/generate", { body: { date: "2026-04-13" } });
    expect([other.status, other.body.report_type]).toEqual([202, "acquisition"]);
    expect((await post({ date: "2026-04-12" })).status).toBe(202);
    const stranger = await openOffice();
    const theirs = await stranger.call("/churn/generate", { body: { date: "2026-04-13" } });
    expect([theirs.status, theirs.body.id === job.id]).toEqual([202, false]);
  });
  it("creates once, however many ask at the same time", async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => post({ days_back: 2 })));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });
});

describe("several academies", () => {
  const BOTH = { academy: "2,1" };

  it("get a parent with a job each; whoever asks for a part of it finds that part", async () => {
    const { status, body: parent } = await post({ days_back: 7 }, BOTH);
    expect(status).toBe(202);
    expect(parent).toMatchObject({
      status: "PENDING",
      academy_id: null,
      parent_id: null,
      children_count: 2,
      included_academies: [MIAMI, MADRID],
      params: { days_back: 7, requested_academy_ids: [2, 1], applied_academy_ids: [2, 1] },
      result: {},
    });
    expect(await post({ days_back: 7 }, { academy: "1,2" })).toMatchObject({
      status: 200,
      body: { id: parent.id, included_academies: [MIAMI, MADRID] },
    });
    const child = await post({ days_back: 7 });
    expect(child).toMatchObject({
      status: 200,
      body: { academy_id: 1, parent_id: parent.id, batch_id: parent.batch_id },
    });
    const parts = await post({ days_back: 7 }, { academy: "1,2,3" });
    expect(parts.status).toBe(200);
    expect(parts.body).toMatchObject([
      { id: child.body.id, academy_id: 1 },
      { academy_id: 2, parent_id: parent.id },
    ]);
  });
  it("get an array when some of those asked for were dropped: new and found jobs", async () => {
    const { body: one } = await post({ days_back: 1 }, { academy: "2" });
    const { status, body } = await post({ days_back: 1 }, { academy: "3,2,1,9" });
    expect(status).toBe(202);
    expect(body).toMatchObject([
      {
        academy_id: 1,
        parent_id: null,
        params: {
          requested_academy_ids: [3, 2, 1, 9],
          applied_academy_ids: [2, 1],
          resolution: "partial",
        },
      },
      { id: one.id, academy_id: 2 },
    ]);
  });
  it("say of those asked for which ids they were, whatever no academy can have left out", async () => {
    const academy = `1,${"9".repeat(400)},9007199254740993`;
    const { body } = await post({ days_back: 1 }, { academy });
    expect(body.params).toMatchObject({ requested_academy_ids: [1], resolution: "partial" });
  });
  it("get one object when one of them is left", async () => {
    const { body } = await post({ days_back: 1 }, { academy: "3,1" });
    expect(body).toMatchObject({ academy_id: 1, params: { resolution: "partial" } });
  });
  it("adopt what is under way; the new parent is shown as it was created", async () => {
    const { body: single } = await post({ days_back: 2 });
    await fire(office.world);
    await deliver(office.world, 1);
    office.world.now += 1_000;
    await fire(office.world);
    const { status, body: parent } = await post({ days_back: 2 }, BOTH);
    expect(status).toBe(202);
    expect(parent).toMatchObject({
      status: "PENDING",
      status_message: "Queued",
      progress_current: 0,
      progress_total: 0,
      started_at: null,
    });
    const path = (id: number) => `/churn/generate/${id}`;
    expect((await office.call(path(single.id))).body).toMatchObject({
      parent_id: parent.id,
      batch_id: single.batch_id,
      progress_current: 1,
    });
    expect((await office.call(path(parent.id), BOTH)).body).toMatchObject({
      status: "RUNNING",
      status_message: "Batch of 2 academies: RUNNING",
      progress_current: 1,
    });
  });
  it("answer 200 when every job was there before", async () => {
    await post({ days_back: 1 });
    await post({ days_back: 1 }, { academy: "2" });
    const { status, body } = await post({ days_back: 1 }, BOTH);
    expect([status, body.children_count]).toEqual([200, 2]);
  });
  it("create one parent, however many ask at the same time", async () => {
    const all = [BOTH, { academy: "1,2" }, BOTH, { academy: "1,2,2" }];
    const answers = await Promise.all(all.map((each) => post({ days_back: 2 }, each)));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });
  it("are out of sight together when one of them is gone", async () => {
    const { body: parent } = await post({ days_back: 1 }, BOTH);
    await remove(office.server, office.adminKey, "academies", [2]);
    const { body: child } = await post({ days_back: 1 });
    expect(child.parent_id).toBe(parent.id);
    expect(await office.refused(`/churn/generate/${parent.id}`, BOTH)).toBe(
      "report-generation-job-not-found",
    );
  });
});

it("costs three calls of the database when warm: the academies, the jobs, and a parent's names", async () => {
  await post({ date: "2026-04-10" });
  const from = office.server.calls.length;
  await post({ date: "2026-04-11" });
  expect(office.server.calls.length - from).toBe(2);
  await post({ date: "2026-04-11" }, { academy: "1,2" });
  expect(office.server.calls.length - from).toBe(5);
});

it("generates every type of the registry, one of tomorrow too", async () => {
  const [churn] = reportTypes;
  if (!churn) throw new Error("no type");
  office = await openOffice({ reportTypes: [{ ...churn, slug: "retention" }] });
  office.world.deps.unitWork = office.server.deps.unitWork;
  const body = { days_back: 2 };
  const { status, body: job } = await office.call("/retention/generate", { body });
  expect([status, job.report_type]).toEqual([202, "retention"]);
  await settle(office.world);
  expect((await office.call(`/retention/generate/${job.id}`)).body.status).toBe("DONE");
  const { body: days } = await office.call("/retention/coverage");
  expect(days.filter(({ generated }: { generated: boolean }) => generated)).toHaveLength(2);
  expect(await office.refused("/churn/generate", { body })).toBe("report-type-not-found");
});

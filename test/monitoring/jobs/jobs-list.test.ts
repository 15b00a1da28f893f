import { env } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { deliver, fire, settle } from "../../generation/world.ts";
import { tableScans } from "../../kit/query-plans.ts";
import { ACADEMIES, openOffice } from "./kit.ts";

let office: Awaited<ReturnType<typeof openOffice>>;
beforeEach(async () => {
  office = await openOffice();
});

const BOTH = { academy: "1,2" };

async function start(body: object, academy = "1", type = "churn"): Promise<number> {
  office.world.now += 1_000;
  const answer = await office.call(`/${type}/generate`, { body, academy });
  return answer.body.id;
}

const ids = async (query = "", options: { academy?: string } = {}): Promise<number[]> => {
  const { body } = await office.call(`/generate-jobs${query}`, options);
  return body.map(({ id }: { id: number }) => id);
};

describe("which jobs are shown", () => {
  it("is the batch where all of it is in scope, else its jobs that are", async () => {
    const parent = await start({ days_back: 7 }, "2,1");
    const { body } = await office.call("/generate-jobs", BOTH);
    expect(body).toHaveLength(1);
    expect(body[0]).toMatchObject({ id: parent, included_academies: ACADEMIES.slice(0, 2) });
    expect(await ids("", { academy: "1" })).toEqual([parent + 1]);
    expect(await ids("", { academy: "3,2,9" })).toEqual([parent + 2]);
    const missing = await office.refused(`/churn/generate/${parent}`);
    expect(missing).toBe("report-generation-job-not-found");
  });
  it("counts academies with odd numbers as outside the scope", async () => {
    await insertFamilies(office.tenantId, [-7, 1, 2], 1);
    await insertFamilies(office.tenantId, [0, 1], 1);
    const { body } = await office.call("/generate-jobs", BOTH);
    const shown = body.map((job: { academy_id: number }) => job.academy_id);
    expect(shown.toSorted()).toEqual([1, 1, 2]);
  });
  it("shows the list fields and no others", async () => {
    await start({ days_back: 1 });
    const { body } = await office.call("/generate-jobs");
    expect(Object.keys(body[0]).join(" ")).toBe(
      "id report_type status status_message academy_id parent_id batch_id children_count " +
        "included_academies date_start date_end progress_current progress_total generated_rows " +
        "created_at updated_at",
    );
    expect(body[0]).toMatchObject({ included_academies: null, parent_id: null, children_count: 0 });
  });
});

describe("filters", () => {
  it("look at the status of the row shown, in any case", async () => {
    const single = await start({ date: "2026-04-01" });
    const parent = await start({ days_back: 1 }, "1,2");
    await fire(office.world);
    await deliver(office.world, 2);
    office.world.now += 1_000;
    await fire(office.world);
    // One of its jobs is done, the other waits: so does it.
    expect(await ids("?status=done", BOTH)).toEqual([single]);
    expect(await ids("?status=done")).toEqual([parent + 1, single]);
    expect(await ids("?status=pEnding, ,DONE", BOTH)).toEqual([parent, single]);
    expect(await ids("?status=,%20&report_type=", BOTH)).toEqual([parent, single]);
  });
  it("tell one type from the other, and leave unknown parameters alone", async () => {
    const churn = await start({ days_back: 1 });
    const acquisition = await start({ days_back: 1 }, "1", "acquisition");
    expect(await ids("?report_type=acquisition&zeta=1&date=x")).toEqual([acquisition]);
    expect(await ids("?report_type=acquisition&report_type=churn")).toEqual([churn]);
  });
  it("are refused in their order", async () => {
    const { body } = await office.call("/generate-jobs?status=pending,bogus,%20odd%20");
    expect(body.detail).toBe("Unknown job status: BOGUS, ODD.");
    const refused = (query: string) => office.refused(`/generate-jobs${query}`);
    const wrong = "status=x&report_type=x&format=x&sort=x";
    expect(await refused(`?${wrong}`)).toBe("invalid-status-filter");
    expect(await refused(`?${wrong}&status=done`)).toBe("invalid-report-type-filter");
    expect(await refused(`?${wrong}&status=&report_type=churn`)).toBe("invalid-filter-choice");
    expect(await refused("?sort=-id")).toBe("invalid-sort-field");
    expect(await refused("?sort=id&status=x&academy=y")).toBe("invalid-status-filter");
    const nobody = { academy: null };
    expect(await office.refused("/generate-jobs?status=x", nobody)).toBe("missing-academy");
    const { body: sort } = await office.call("/generate-jobs?sort=-id");
    expect(sort.detail).toBe('"-id" is not a sort field of generate-jobs.');
  });
});

describe("pages and exports", () => {
  it("sort by what was asked for, then the newest id first", async () => {
    const a = await start({ date: "2026-04-02" });
    const b = await start({ date: "2026-04-01" });
    const c = await start({ date: "2026-04-01" }, "1", "acquisition");
    expect(await ids()).toEqual([c, b, a]);
    expect(await ids("?sort=created_at")).toEqual([a, b, c]);
    expect(await ids("?sort=date_start,%20-report_type")).toEqual([b, c, a]);
    expect(await ids("?sort=-date_end,report_type")).toEqual([a, c, b]);
    expect(await ids("?sort=status")).toEqual([c, b, a]);
    expect(await ids("?sort=-updated_at&limit=1&offset=1")).toEqual([b]);
  });
  it("tell where a page stands", async () => {
    for (let day = 1; day <= 5; day++) await start({ date: `2026-04-0${day}` });
    const { headers, body } = await office.call("/generate-jobs?limit=2&offset=2&envelope=yes");
    expect([headers.get("X-Total-Count"), headers.get("X-Page")]).toEqual(["5", "2"]);
    expect(body.next).toContain("/generate-jobs?envelope=yes&limit=2&offset=4");
    expect(body.results).toHaveLength(2);
  });
  it("are CSV or NDJSON of the whole list on request", async () => {
    const parent = await start({ date: "2026-04-13" }, "1,2");
    const csv = await office.call("/generate-jobs?format=csv", BOTH);
    expect(csv.headers.get("Content-Disposition")).toBe('attachment; filename="generate-jobs.csv"');
    const [head, row] = csv.body.split("\r\n");
    expect(head).toMatch(/^id,report_type,status,status_message,academy_id,parent_id,batch_id,/);
    expect(row).toMatch(
      new RegExp(
        `^${parent},churn,PENDING,Queued,,,[0-9a-f-]{36},2,"\\[\\{""id"":1,""slug"":""miami"",`,
      ),
    );
    const lines = await office.call("/generate-jobs", {
      ...BOTH,
      headers: { Accept: "application/x-ndjson" },
    });
    expect(lines.headers.get("Content-Type")).toBe("application/x-ndjson");
    const json = await office.call("/generate-jobs", BOTH);
    expect(lines.body).toBe(`${JSON.stringify(json.body[0])}\n`);
  });
});

describe("what it costs", () => {
  it("is one call of the database, and no table is read as a whole", async () => {
    await start({ days_back: 1 }, "1,2");
    await start({ date: "2026-04-01" });
    const from = office.server.calls.length;
    const query = "?status=pending&report_type=churn&sort=status,-date_start&limit=1&offset=1";
    await office.call(`/generate-jobs${query}`, BOTH);
    const calls = office.server.calls.slice(from);
    expect(calls).toHaveLength(1);
    await office.call("/generate-jobs?format=csv", BOTH);
    const after = office.server.calls.slice(from);
    expect(await tableScans(env.DB, after, ["found", "hidden", "job", "outside"])).toEqual([]);
  });
  it("grows with the tenant's jobs, not with their square", async () => {
    const academies = Array.from({ length: 60 }, (_, at) => ({
      id: at + 10,
      slug: `a-${at}`,
      name: `A ${at}`,
    }));
    const all = await openOffice({ academies: academies.map(({ id }) => id) });
    const put = { key: all.adminKey, body: academies };
    await all.server.request("/api/v1/ingest/academies", put);
    const everywhere = { academy: academies.map(({ id }) => id).join() };
    await all.call("/churn/generate", { body: { days_back: 1 }, ...everywhere });
    await settle(all.world);
    const from = all.server.calls.length;
    const { body } = await all.call("/generate-jobs", everywhere);
    expect(body[0].included_academies).toHaveLength(60);
    await all.call("/generate-jobs", { academy: everywhere.academy.slice(3) });
    const read = all.server.calls.slice(from).map(({ rowsRead }) => rowsRead);
    expect(Math.max(...read)).toBeLessThan(60 * 30);
  });
  it("grows with the jobs that are shown, not with all that stand behind them", async () => {
    const [academies, families] = [60, 40];
    const everyone = Array.from({ length: academies }, (_, at) => at + 10);
    const all = await openOffice({ academies: everyone });
    const body = everyone.map((id) => ({ id, slug: `a-${id}`, name: `A ${id}` }));
    await all.server.request("/api/v1/ingest/academies", { key: all.adminKey, body });
    await insertFamilies(all.tenantId, everyone, families);
    for (const [scope, shown] of [
      [everyone, families],
      [everyone.slice(0, 1), families],
      [everyone.slice(-30), families * 30],
      [everyone.slice(1), families * 59],
    ] as const) {
      const from = all.server.calls.length;
      const query = "/generate-jobs?status=done&limit=1";
      const { headers } = await all.call(query, { academy: scope.join() });
      expect(headers.get("X-Total-Count")).toBe(String(shown));
      const read = all.server.calls.slice(from).reduce((sum, { rowsRead }) => sum + rowsRead, 0);
      expect(read).toBeLessThan(12 * (shown + families + academies));
    }
  });
});

/** Ended families of a job for each academy, as their batches would have left them. */
async function insertFamilies(tenantId: string, academies: readonly number[], count: number) {
  const batch = crypto.randomUUID();
  const text = `INSERT INTO report_generation_jobs (tenant_id, report_type, status, status_message,
      batch_id, date_start, date_end, created_at, updated_at, params, result, fingerprint, forced,
      version, academy_id, parent_id)
    SELECT ?1, 'churn', 'DONE', 'Done', '${batch}' || family.value, '2026-04-13', '2026-04-13',
      family.value, family.value, '{}', '{}', 'f', 0, 1`;
  const parents = env.DB.prepare(`${text}, NULL, NULL FROM json_each(?2) family`);
  const children = env.DB.prepare(`${text}, academy.value, parent.id
    FROM json_each(?2) family CROSS JOIN report_generation_jobs parent
      ON parent.tenant_id = ?1 AND parent.batch_id = '${batch}' || family.value
      AND parent.academy_id IS NULL
    CROSS JOIN json_each(?3) academy`);
  const families = JSON.stringify(Array.from({ length: count }, (_, at) => at));
  await parents.bind(tenantId, families).run();
  await children.bind(tenantId, families, JSON.stringify(academies)).run();
}

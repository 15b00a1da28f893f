import { env } from "cloudflare:test";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { guardD1 } from "#shared";
import { fakeD1 } from "../../kit/fake-d1.ts";
import { json } from "../../kit/server.ts";
import { acquisitionRows, alertRows, churnRows, newReporters, refusal } from "../reports-kit.ts";

const reporters = await newReporters();
const { ask, tenantId } = reporters;
await churnRows(
  tenantId,
  Array.from({ length: 2_500 }, (_, at) => ({
    churn_risk_score: at % 97,
    has_payment_issues: at % 2,
  })),
);

describe("which form a list takes", () => {
  it.each([
    ["", undefined, "application/json"],
    ["", "*/*", "application/json"],
    ["", "nonsense", "application/json"],
    ["", "text/csv", "text/csv; charset=utf-8"],
    ["", "text/*", "text/csv; charset=utf-8"],
    ["", "application/x-ndjson, text/csv;q=0.9", "application/x-ndjson"],
    ["", "text/csv;q=0.5, application/json;q=0.5", "application/json"],
    ["", "*/*, application/json;q=0", "text/csv; charset=utf-8"],
    ["", "application/json;q=0.4, text/csv;header=present;q=0.5", "text/csv; charset=utf-8"],
    ["?format=csv", "application/json", "text/csv; charset=utf-8"],
    ["?format=json", "text/csv", "application/json"],
    ["?format=ndjson", "image/png", "application/x-ndjson"],
  ])("%s with Accept %s: %s", async (query, accept, type) => {
    const headers = accept === undefined ? {} : { Accept: accept };
    const response = await ask(`/churn${query}`, { headers });
    expect(response.headers.get("Content-Type")).toBe(type);
    await response.body?.cancel();
  });

  it("is a list's also for a type that has the name of something else", async () => {
    const slug = async (path: string, Accept: string) =>
      (await refusal(await ask(path, { headers: { Accept } }))).slug;
    expect(await slug("/events", "text/csv")).toBe("report-type-not-found");
    expect(await slug("/events", "text/event-stream")).toBe("not-acceptable");
  });

  it("is described for every list", async () => {
    const { paths } = await json(await reporters.server.request("/openapi.json"));
    for (const path of ["/{type}", "/{type}/alerts", "/generate-jobs"]) {
      const { content } = paths[`/v1/monitoring/report${path}`].get.responses[200];
      expect(Object.keys(content), path).toEqual([
        "application/json",
        "text/csv",
        "application/x-ndjson",
      ]);
    }
  });

  it("is JSON alone for what is no list", async () => {
    const slug = async (path: string, Accept: string) =>
      (await refusal(await ask(path, { headers: { Accept } }))).slug;
    expect(await slug("/churn/summary", "text/csv")).toBe("not-acceptable");
    expect(await slug("/churn/summary?format=csv", "text/csv")).toBe("not-acceptable");
    expect(await slug("/churn", "application/json;q=0")).toBe("not-acceptable");
    expect(await slug("/churn?format=", "text/csv")).toBe("invalid-filter-choice");
  });
});

describe("an export", () => {
  it("is the whole list, whatever the page size, as the pages show it", async () => {
    const pages: object[] = [];
    for (const offset of [0, 1_000, 2_000]) {
      const page = `/churn?sort=churn_risk_score&limit=1000&offset=${offset}`;
      pages.push(...(await json(await ask(page))));
    }
    const ndjson = await (await ask("/churn?sort=churn_risk_score&format=ndjson")).text();
    expect(
      ndjson
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual(pages);
    const csv = await (await ask("/churn?sort=churn_risk_score&format=csv")).text();
    const records = parse(csv, { columns: true, record_delimiter: "\r\n" });
    const asText = (value: unknown) => (value === null ? "" : `${value as string | number}`);
    expect(records).toEqual(
      pages.map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, asText(value)])),
      ),
    );
  });

  it("keeps to limit and offset where they are sent", async () => {
    const lines = async (query: string) => {
      const response = await ask(`/churn?format=ndjson&${query}`);
      const count = (await response.text()).split("\n").length - 1;
      return { count, pages: response.headers.has("X-Page") };
    };
    expect(await lines("limit=3")).toEqual({ count: 3, pages: true });
    expect(await lines("limit=3&offset=2499")).toEqual({ count: 1, pages: true });
    expect(await lines("offset=2400")).toEqual({ count: 100, pages: false });
    expect(await lines("limit=&offset=&envelope=true")).toEqual({ count: 2_500, pages: false });
  });

  it("of nothing is a header line, and nothing", async () => {
    expect(await (await ask("/churn?user=-1&format=csv")).text()).toMatch(/^id,[a-z_,0-9]+\r\n$/);
    expect(await (await ask("/churn?user=-1&format=ndjson")).text()).toBe("");
  });

  it("stays on the day that it began with", async () => {
    const own = await newReporters();
    await churnRows(
      own.tenantId,
      Array.from({ length: 1_500 }, () => ({})),
    );
    const reader = (await own.ask("/churn?format=ndjson")).body?.getReader();
    await reader?.read();
    await churnRows(own.tenantId, [{ report_date: "2026-04-14" }]);
    const rest = new TextDecoder().decode((await reader?.read())?.value);
    expect(rest.split("\n")).toHaveLength(501);
  });

  it("breaks off when the database fails midway, and never ends as if it were whole", async () => {
    let failing = false;
    const asked = {
      prepare: (sql: string) => {
        if (failing) throw new Error("D1_ERROR: no such table");
        return env.DB.prepare(sql);
      },
      batch: (statements: D1PreparedStatement[]) => env.DB.batch(statements),
      getBookmark: () => null,
    };
    const db = guardD1(fakeD1({ ...asked, withSession: () => asked }));
    const own = await newReporters({ db });
    await churnRows(
      own.tenantId,
      Array.from({ length: 1_500 }, () => ({})),
    );
    const response = await own.ask("/churn?format=csv");
    expect(response.status).toBe(200);
    failing = true;
    await expect(response.text()).rejects.toThrow(/./);
    expect(own.server.lines.some((line) => line.includes("monitoring.export.failed"))).toBe(true);
  });

  it("guards text against formulas, but not numbers, dates or JSON", async () => {
    const own = await newReporters();
    await acquisitionRows(own.tenantId, [
      { source_id: -5, email: "+1@x.io", utm_source: "@x", utm_medium: "\tx", utm_campaign: "-" },
    ]);
    await alertRows(own.tenantId, [{ metrics_snapshot: '{"a":"=1"}', action_taken: "=1+1" }]);
    const [, row] = (await (await own.ask("/acquisition?format=csv")).text()).split("\r\n");
    expect(row).toMatch(/^\d+,FORM_ENTRY,-5,2026-04-13,1,,'\+1@x.io,4,'@x,'\tx,'-,/);
    const alerts = await own.ask("/churn/alerts?format=csv");
    expect(alerts.headers.get("Content-Disposition")).toBe(
      'attachment; filename="churn-alerts.csv"',
    );
    expect(await alerts.text()).toMatch(/,'=1\+1,"\{""a"":""=1""\}"\r\n$/);
  });
});

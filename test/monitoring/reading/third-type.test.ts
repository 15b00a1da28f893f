import { env } from "cloudflare:test";
import { sql } from "drizzle-orm";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type ReportType, reportTypes } from "#monitoring";
import { json } from "../../kit/server.ts";
import { generate, newReporters, refusal } from "../reports-kit.ts";

const visitReports = sqliteTable("visit_reports", {
  id: integer().primaryKey(),
  tenant_id: text().notNull(),
  academy_id: integer().notNull(),
  report_date: text().notNull(),
  page: text().notNull(),
  visits: integer(),
});

await env.DB.prepare(
  `CREATE TABLE visit_reports (id INTEGER PRIMARY KEY, tenant_id TEXT NOT NULL,
     academy_id INTEGER NOT NULL, report_date TEXT NOT NULL, page TEXT NOT NULL, visits INTEGER)`,
).run();

/** A type as somebody adds one: this object and its table, nothing else. */
const visits: ReportType = {
  slug: "visits",
  label: "Visit Report",
  description: "Daily visits",
  table: visitReports,
  listFields: [
    { name: "id", kind: "integer", about: "Row id." },
    { name: "report_date", kind: "date", about: "The day." },
    { name: "page", kind: "text", about: "The page." },
  ],
  detailFields: [{ name: "visits", kind: "integer", nullable: true, about: "How many came." }],
  filters: [
    { name: "academy", kind: "scope" },
    { name: "date", kind: "date", column: "report_date", compare: "=" },
    { name: "page", kind: "text", column: "page", compare: "=" },
  ],
  sortFields: ["report_date", "visits"],
  summary: {
    schema: z.object({ visits: z.int() }),
    statements: ({ rows }) => [sql`SELECT sum(visits) AS visits FROM visit_reports WHERE ${rows}`],
    answer: ([sums = []]) => ({ visits: Number(sums[0]?.["visits"] ?? 0) }),
  },
  generator: {
    writes: ({ tenantId, academyId, date }, mayWrite) => [
      sql`INSERT INTO visit_reports (tenant_id, academy_id, report_date, page, visits)
        SELECT ${tenantId}, ${academyId}, ${date}, value ->> 0, value ->> 1
        FROM json_each('[["/a",3],["/b",null],["=c",4]]') WHERE ${mayWrite}`,
    ],
    warnings: [],
  },
};

/** One that shows its rows and no more. */
const { detailFields: _detail, summary: _summary, ...plain } = { ...visits, slug: "plain" };

const reporters = await newReporters({ reportTypes: [...reportTypes, visits, plain] });
const { ask, server } = reporters;
await generate(reporters, "visits");

describe("a report type that was added", () => {
  it("is discovered", async () => {
    const types = await json(await ask(""));
    expect(types.map(({ slug }: { slug: string }) => slug)).toEqual([
      "churn",
      "acquisition",
      "visits",
      "plain",
    ]);
    expect(types[2]).toEqual({
      slug: "visits",
      label: "Visit Report",
      description: "Daily visits",
      filters: ["academy", "date", "page"],
      sort_fields: ["report_date", "-report_date", "visits", "-visits"],
      supports_detail: true,
      supports_summary: true,
    });
  });

  it("is listed, filtered, sorted with NULL where it belongs, and exported", async () => {
    const pages = async (query: string) =>
      (await json(await ask(`/visits${query}`))).map(({ page }: { page: string }) => page);
    expect(await pages("")).toEqual(["=c", "/b", "/a"]);
    expect(await pages("?sort=visits")).toEqual(["/a", "=c", "/b"]);
    expect(await pages("?sort=-visits&limit=1")).toEqual(["/b"]);
    expect(await pages("?page=/a")).toEqual(["/a"]);
    expect(await (await ask("/visits?format=csv")).text()).toMatch(
      /^id,report_date,page\r\n\d+,2026-04-13,'=c\r\n/,
    );
    expect((await (await ask("/visits?format=ndjson")).text()).split("\n")).toHaveLength(4);
    expect((await ask("/visits")).headers.get("X-Total-Count")).toBe("3");
  });

  it("is summarized, shown by id and covered", async () => {
    expect(await json(await ask("/visits/summary"))).toEqual({ visits: 7 });
    const [{ id }] = await json(await ask("/visits?page=/b"));
    expect(await json(await ask(`/visits/${id}`))).toEqual({
      id,
      report_date: "2026-04-13",
      page: "/b",
      visits: null,
    });
    const range = "date_start=2026-04-13&date_end=2026-04-13";
    expect(await json(await ask(`/visits/coverage?${range}`))).toMatchObject([
      { generated: true, generated_rows: 3 },
    ]);
  });

  it("is generated", async () => {
    const response = await ask("/visits/generate", { body: { date: "2026-04-12" } });
    expect(response.status).toBe(202);
    expect(await json(response)).toMatchObject({ report_type: "visits", status: "PENDING" });
    expect(Object.keys(server.deps.unitWork)).toContain("visits");
  });

  it("is in the OpenAPI description", async () => {
    const { paths } = await json(await server.request("/openapi.json"));
    const list = JSON.stringify(paths["/v1/monitoring/report/{type}"].get);
    expect(list).toContain("The page.");
    expect(list).toContain("Of churn, acquisition, visits, plain.");
  });

  it("says what it does not have", async () => {
    const slug = async (path: string) => (await refusal(await ask(path))).slug;
    expect(await slug("/plain/summary?zeta=1")).toBe("report-summary-not-supported");
    expect(await slug("/plain/1")).toBe("report-detail-not-supported");
    expect(await slug("/visits/alerts")).toBe("report-alerts-not-supported");
  });
});

import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { json } from "../../kit/server.ts";
import { createFakeGenerator } from "../fakes.ts";
import { BEE, NOON, read, REPORTS, settle } from "../world.ts";
import {
  answer,
  fill,
  grouped,
  inWordsTime,
  measures,
  type Office,
  openOffice,
  sectionOf,
  tableIn,
  write,
} from "./kit.ts";

const DAY = 86_400_000;

async function newJar({ world, adminKey }: Office, name: string, texts: readonly string[]) {
  const ask = async (path: string, body: object) =>
    (await json(await world.server.request(`/api/honey-jars${path}`, { key: adminKey, body })))
      .data;
  const { honey_jar } = await ask("", { name });
  for (const [at, content] of texts.entries()) {
    const documents = [{ title: `${name} | ${at}`, content, content_type: "text/plain" }];
    const stored = await ask(`/${honey_jar.id}/documents`, { documents });
    if (!stored) throw new Error("not stored");
  }
  return honey_jar.id as string;
}

const bee = async ({ world, key }: Office, more: object = {}) => {
  const body = { template_id: BEE, title: "x", parameters: { user_query: "y" }, ...more };
  const created = await json(await world.server.request(REPORTS, { key, body }));
  return created.data.report.id as string;
};

describe("system health", () => {
  it("counts the documents, the queue and the datasets as their operations do", async () => {
    const generator = createFakeGenerator();
    const office = await openOffice({ conversational: generator });
    await fill(office, 0);
    const { world, key } = office;
    world.now = NOON - DAY;
    await bee(office);
    await settle(world);
    world.now = NOON;
    generator.before = () => {
      throw Object.assign(new Error("x"), { code: "CONTENT_REFUSED" });
    };
    const failed = await bee(office);
    await settle(world);
    expect((await read(world, key, failed)).status).toBe("failed");
    world.now = Math.max(world.now, NOON) + 60_000;
    const text = await write(office, "System Health", { days: 2 });
    expect(measures(sectionOf(text, "Documents"))).toMatchObject({
      Completed: "1",
      Failed: "1",
      "Success rate": "50.0%",
    });
    const days = tableIn(sectionOf(text, "Documents", "By Day"));
    expect(days.map((row) => [row["Day"], row["Completed"], row["Failed"]])).toEqual([
      ["2026-01-19", "1", "0"],
      ["2026-01-20", "0", "1"],
    ]);
    expect(tableIn(sectionOf(text, "Documents", "Failures"))).toEqual([
      { Code: "CONTENT_REFUSED", Documents: "1" },
    ]);
    const { data } = await answer(office, "/api/v1/ingest");
    expect(tableIn(sectionOf(text, "Ingestion"))).toEqual(
      data.map(({ name, rows, changed_at }: Record<string, string | number | null>) => ({
        Dataset: name,
        Rows: grouped(Number(rows)),
        "Last change": changed_at === null ? "–" : inWordsTime(String(changed_at)),
      })),
    );
    const latency = (await answer(office, "/api/v1/dashboard-data?type=latency_trend")).data;
    expect(tableIn(sectionOf(text, "Decision Runs", "Latency"))).toHaveLength(latency.length);
  }, 60_000);

  it("takes nearest ranks of how long documents took", async () => {
    const office = await openOffice();
    const { tenantId, world, key } = office;
    const first = await bee(office);
    await settle(world);
    expect((await read(world, key, first)).status).toBe("completed");
    await env.DB.prepare(
      `INSERT INTO documents (tenant_id, id, user_id, title, description, search_text, status,
           priority, priority_rank, queue_name, progress_percentage, template_id,
           template_snapshot, parameters, output_format, honey_jar_id, scrambling_requested,
           scrambling_enabled, pii_detected, risk_level, result_summary, result_file_id,
           file_size_bytes, error_message, retry_count, attempt, tries, download_count,
           created_at, updated_at, enqueued_at, not_before, started_at, completed_at, expires_at,
           revision, event_id)
       SELECT * FROM (
         SELECT tenant_id, id || '-' || n AS id, user_id, title, description, search_text, status,
           priority, priority_rank, queue_name, progress_percentage, template_id,
           template_snapshot, parameters, output_format, honey_jar_id, scrambling_requested,
           scrambling_enabled, pii_detected, risk_level, result_summary, result_file_id,
           file_size_bytes, error_message, retry_count, attempt, tries, download_count,
           created_at - 1000, updated_at, created_at AS enqueued_at, not_before,
           created_at + 500 AS started_at, created_at + 500 + n * 1000 AS completed_at,
           expires_at, revision, event_id
         FROM documents, (SELECT value AS n FROM json_each('[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]'))
         WHERE tenant_id = ? AND id = ?)`,
    )
      .bind(tenantId, first)
      .run();
    await env.DB.prepare("DELETE FROM documents WHERE tenant_id = ? AND id = ?")
      .bind(tenantId, first)
      .run();
    world.now += 60_000;
    const found = measures(sectionOf(await write(office, "System Health"), "Documents"));
    expect(found["Processing time, median"]).toBe("10.0 s");
    expect(found["Processing time, 95th percentile"]).toBe("19.0 s");
    expect(found["Waiting time, median"]).toBe("0.5 s");
  });
});

describe("knowledge base analytics", () => {
  it("counts jars as their list does, and says which documents are cited and which are not", async () => {
    const office = await openOffice();
    const { world, tenantId } = office;
    const jar = await newJar(
      office,
      "Books",
      Array.from({ length: 30 }, (_, n) => `Text ${n}.`),
    );
    await newJar(office, "Others", ["One more."]);
    const report = await bee(office, { honey_jar_id: jar });
    await settle(world);
    const [cited] = (await answer(office, `/api/honey-jars/${jar}/documents?limit=1`)).data
      .documents;
    await env.DB.prepare(
      `INSERT INTO document_sources (tenant_id, document_id, n, kind, source_document_id, title,
         passages_used) VALUES (?, ?, 9, 'honey_jar', ?, 'x', 2)`,
    )
      .bind(tenantId, report, cited.id)
      .run();
    world.now = NOON + DAY;
    const text = await write(office, "Knowledge Base Analytics", {}, { honey_jar_id: jar });
    const { honey_jar } = (await answer(office, `/api/honey-jars/${jar}`)).data;
    expect(measures(sectionOf(text, "Overview"))).toEqual({
      "Honey jars": "1",
      Documents: "30",
      Passages: grouped(honey_jar.passage_count),
      Bytes: grouped(honey_jar.bytes),
    });
    expect(tableIn(sectionOf(text, "By Jar"))[0]).toMatchObject({
      "Honey jar": "Books",
      "Reports made": "1",
      Citations: "1",
    });
    expect(tableIn(sectionOf(text, "Most Cited"))).toEqual([
      { Document: cited.title, "Honey jar": "Books", Citations: "1" },
    ]);
    expect(tableIn(sectionOf(text, "Largest"))).toHaveLength(10);
    expect(sectionOf(text, "Largest")).toContain("Showing 10 of 30.");
    expect(tableIn(sectionOf(text, "Never Cited"))).toHaveLength(25);
    expect(sectionOf(text, "Never Cited")).toContain("Showing 25 of 29.");
    const growth = tableIn(sectionOf(text, "Growth"));
    expect(growth.map((row) => row["Week from"]).slice(-2)).toEqual(["2026-01-12", "2026-01-19"]);
    expect(growth.reduce((sum, row) => sum + Number(row["Documents"]), 0)).toBe(30);
    const all = await write(office, "Knowledge Base Analytics");
    expect(measures(sectionOf(all, "Overview"))["Honey jars"]).toBe("2");
  });
});

describe("PII compliance", () => {
  it("scans a jar by count, and shows none of what it found", async () => {
    const office = await openOffice();
    const jar = await newJar(office, "Letters", [
      "Write to jane.doe@example.com, jane.doe@example.com or call +44 20 7946 0958.",
      "Card 4111 1111 1111 1111.",
      "Nothing here.",
    ]);
    const text = await write(office, "PII Compliance", {}, { honey_jar_id: jar });
    expect(measures(sectionOf(text, "Jar Scan"))).toEqual({
      "Honey jar": "Letters",
      Documents: "scanned 3 of 3",
      "With personal data": "2",
    });
    expect(tableIn(sectionOf(text, "Jar Scan", "Types"))).toEqual([
      { Type: "CARD", Values: "1" },
      { Type: "EMAIL", Values: "1" },
      { Type: "PHONE", Values: "1" },
    ]);
    expect(tableIn(sectionOf(text, "Jar Scan", "Documents"))[0]).toEqual({
      Document: "Letters | 0",
      Types: "EMAIL 1, PHONE 1",
      Values: "2",
    });
    expect(text).not.toMatch(/jane\.doe|7946|4111/);
    expect(text.match(/^## .*$/gm)).toContain("## Jar Scan");
    expect(await write(office, "PII Compliance")).not.toContain("Jar Scan");
  });

  it("adds up what completed documents say was found", async () => {
    const office = await openOffice();
    await bee(office, { scrambling_enabled: false });
    await bee(office);
    await settle(office.world);
    office.world.now += 60_000;
    const text = await write(office, "PII Compliance");
    // The written template always scrambles; the wish to have it off is counted all the same.
    expect(measures(sectionOf(text, "Coverage"))).toMatchObject({
      "With scrambling": "2",
      "Without scrambling": "0",
      "Requests to switch it off": "1",
    });
    expect(tableIn(sectionOf(text, "Detections", "By Type"))).toEqual([
      { Type: "EMAIL", Items: "4" },
    ]);
    const items = tableIn(sectionOf(text, "Frameworks")).map((row) => [
      row["Framework"],
      row["Items"],
    ]);
    expect(items).toEqual([
      ["GDPR", "4"],
      ["CCPA", "4"],
      ["PCI DSS", "0"],
      ["GLBA", "0"],
    ]);
    expect(measures(sectionOf(text, "Gates"))["Mappings past their deletion (must be 0)"]).toBe(
      "0",
    );
  });
});

it("a template of the tenant's own makes the same document under its name", async () => {
  const office = await openOffice();
  const { world, adminKey } = office;
  const body = {
    name: "Weekly health",
    description: "System health of the last week.",
    generator_class: "system_health",
    parameters: [{ name: "days", type: "number", label: "Days", required: true, default: 3 }],
  };
  const path = `${REPORTS}/templates`;
  const { data } = await json(await world.server.request(path, { key: adminKey, body }));
  const text = await write(office, { id: data.template.id });
  expect(text).toContain("- **Template:** Weekly health");
  expect(sectionOf(text, "Key Facts")).toContain("In the last 3 days,");
});

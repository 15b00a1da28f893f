import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspect, type Inspected, missingTools } from "./inspected-pdf.ts";
import {
  expectBookmarks,
  expectContents,
  expectCover,
  expectEmbeddedFonts,
  expectHarmless,
  expectIdentity,
  expectNoBlankPage,
  expectRunningLines,
  expectWellFormed,
  SIZES,
} from "./pdf-checklist.ts";
import { newClient, type ReportClient } from "./report-client.ts";
import { type RunningStart, runStart } from "./running-start.ts";

/** Templates that print the tenant's own data; the one that writes from sources has its own test. */
const DATA_TEMPLATES = [
  "Acquisition Funnel",
  "Churn Risk Briefing",
  "Knowledge Base Analytics",
  "Performance Dashboard",
  "PII Compliance",
  "Security Audit",
  "System Health",
];
const OF_AN_ACADEMY = ["Acquisition Funnel", "Churn Risk Briefing"];

let started: RunningStart;
beforeAll(async () => {
  started = await runStart();
  for (const type of ["churn", "acquisition"]) await generate(type);
});
afterAll(() => started.end());

/** Rows of the last days of a demo academy, to their end. */
async function generate(type: string): Promise<void> {
  const headers = {
    "X-API-Key": started.keys.admin,
    Academy: "1",
    "Content-Type": "application/json",
  };
  const path = `${started.url}/v1/monitoring/report/${type}/generate`;
  const accepted = await fetch(path, { method: "POST", headers, body: '{"days_back": 14}' });
  const { id } = (await accepted.json()) as { id: number };
  await (await fetch(`${path}/${id}/events`, { headers })).text();
}

interface Printed {
  markdown: string;
  pdf: Inspected;
}

/** Every data template as a document of one page size, asked for all at once. */
async function printAll(client: ReportClient, size: string): Promise<Map<string, Printed>> {
  const { templates } = await client.ask<{ templates: { id: string; name: string }[] }>(
    "/api/reports/templates",
  );
  const wanted = templates.filter(({ name }) => DATA_TEMPLATES.includes(name));
  const made = await Promise.all(
    wanted.map(async ({ id, name }) => {
      const academy = OF_AN_ACADEMY.includes(name) ? { academy_id: 1 } : {};
      const parameters = { page_size: size, ...academy };
      return client.create({ template_id: id, title: `${name}, ${size}`, parameters });
    }),
  );
  const printed = new Map<string, Printed>();
  for (const [at, { id }] of made.entries()) {
    const report = await client.settled(id);
    expect([report.title, report.error_message]).toEqual([report.title, null]);
    const markdown = (await client.download(id, "md")).toString();
    const pdf = inspect(started.folder, `${at}-${size}`, await client.download(id, "pdf"));
    printed.set(wanted[at]?.name ?? "", { markdown, pdf });
  }
  return printed;
}

describe.skipIf(missingTools.length > 0)(
  `every data template on paper${missingTools.length > 0 ? ` (skipped without ${missingTools.join(", ")})` : ""}`,
  () => {
    it.each(SIZES)("has the form of every document, on %s", async (size, width, height) => {
      const client = await newClient(started.url, started.keys.admin, {
        role: "admin",
        capabilities: [{ academy_id: "*", capabilities: ["read_monitoring_report"] }],
      });
      const all = await printAll(client, size);
      expect([...all.keys()].toSorted()).toEqual(DATA_TEMPLATES.toSorted());
      for (const [name, { markdown, pdf }] of all) {
        const title = `${name}, ${size}`;
        const headings = [...markdown.matchAll(/^#{2,4} (.*)$/gm)].map(([, text = ""]) => text);
        expectWellFormed(pdf, width, height);
        expectIdentity(pdf, title, "en");
        expectCover(pdf, [title, name, "Prepared for"]);
        expectBookmarks(pdf, title, headings);
        expectContents(pdf);
        expectRunningLines(pdf, title);
        expectEmbeddedFonts(pdf);
        expectHarmless(pdf, 0);
        expectNoBlankPage(pdf);
      }
    });
  },
);

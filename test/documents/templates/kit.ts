import { env } from "cloudflare:test";
import { dataGenerators, type DocumentGenerator } from "#documents";
import { guardD1, type Role } from "#shared";
import { generateDay } from "#monitoring";
import { demoData } from "../../../scripts/demo.ts";
import { ingest } from "../../kit/ingest.ts";
import { json, newKey } from "../../kit/server.ts";
import { readDatabaseClock } from "../../monitoring/kit.ts";
import { createFakeGenerator } from "../fakes.ts";
import { createWorld, newCaller, NOON, REPORTS, work, type World } from "../world.ts";

export const TEMPLATES = {
  "System Health": "16ea4f90-8fc2-4365-b2cc-27157758d900",
  "Security Audit": "0a6a644b-c5b8-4c5d-89b6-3f17448cc325",
  "Knowledge Base Analytics": "4ba1ddd8-0d21-43e3-83e0-965b0f3b08bd",
  "PII Compliance": "bdb8ef34-506b-460f-91f3-944222a91131",
  "Churn Risk Briefing": "c2fa6e18-52ea-4252-bf58-46bcc5430475",
  "Acquisition Funnel": "cca11c73-10db-40a3-b9cf-7b6999a1cc7d",
  "Performance Dashboard": "33814f6c-a266-440b-91e9-cb02df1abb3a",
} as const;
export type TemplateName = keyof typeof TEMPLATES;

const READS_REPORTS = [
  {
    academy_id: "*" as const,
    capabilities: ["read_monitoring_report", "generate_monitoring_report"],
  },
];

export interface Office {
  world: World;
  tenantId: string;
  adminKey: string;
  /** Of an admin who may read every academy. */
  key: string;
}

/** Data templates over a real database, with the clock at noon. */
export async function openOffice(more: Record<string, DocumentGenerator> = {}): Promise<Office> {
  const clock = { now: (): number => world.now };
  const data = dataGenerators({ db: guardD1(env.DB), clock, phoneRegion: "US" });
  const generators = { conversational: createFakeGenerator(), ...data, ...more };
  const world: World = createWorld({ generators });
  const { tenantId, adminKey } = await newCaller(world);
  const { key } = await newKey(world.server, adminKey, {
    role: "admin" satisfies Role,
    capabilities: READS_REPORTS,
  });
  return { world, tenantId, adminKey, key };
}

/** Demo data of every dataset, and the reports of academy 1 for the last days, the newest yesterday. */
export async function fill({ world, adminKey, tenantId }: Office, days = 16): Promise<void> {
  const { server } = world;
  for (const [dataset, records] of demoData(new Date(NOON))) {
    for (let from = 0; from < records.length; from += 5_000) {
      await ingest(server, adminKey, dataset, records.slice(from, from + 5_000));
    }
  }
  const readAt = await readDatabaseClock(server.deps.db);
  for (const type of server.deps.reportTypes) {
    for (let back = days; back >= 1; back--) {
      const date = new Date(NOON - back * 86_400_000).toISOString().slice(0, 10);
      const run = { tenantId, academyId: 1, date, now: NOON, today: "2026-01-20", readAt };
      await generateDay(server.deps.db, type, { ...run, alertDay: true });
    }
  }
}

/** A document of a template as markdown. */
export async function write(
  { world, key }: Office,
  name: TemplateName | { id: string },
  parameters: object = {},
  more: object = {},
): Promise<string> {
  const { server } = world;
  const template_id = typeof name === "string" ? TEMPLATES[name] : name.id;
  const body = { template_id, title: "A document", output_format: "md", parameters, ...more };
  const created = await json(await server.request(REPORTS, { key, body }));
  if (!created.success) throw new Error(created.error);
  await work(world);
  const { id } = created.data.report;
  const file = await server.request(`${REPORTS}/${id}/download`, { key });
  if (file.status !== 200) {
    const { report } = await json(await server.request(`${REPORTS}/${id}`, { key }));
    throw new Error(`${report.status}: ${report.error_message} ${server.lines.join("\n")}`);
  }
  return file.text();
}

/** What the API answers to the same key, at the same clock. */
export const answer = async ({ world, key }: Office, path: string) =>
  json(await world.server.request(path, { key }));

/** The text of a section, or of a subsection of it, without its heading. */
export function sectionOf(markdown: string, heading: string, part?: string): string {
  const body = markdown.split(/^## /m).find((text) => text.startsWith(`${heading}\n`));
  if (body === undefined) throw new Error(`no section ${heading}`);
  if (part === undefined) return body.slice(heading.length).trim();
  const found = body.split(/^### /m).find((text) => text.startsWith(`${part}\n`));
  if (found === undefined) throw new Error(`no part ${part} of ${heading}`);
  return found.slice(part.length).trim();
}

const cells = (line: string): string[] =>
  line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll(/\\(.)/g, "$1"));

/** The first table of a text as rows by heading. */
export function tableIn(text: string): Record<string, string>[] {
  const lines = text.split("\n");
  const first = lines.findIndex((line) => line.startsWith("|"));
  if (first === -1) return [];
  const rest = lines.slice(first);
  const last = rest.findIndex((line) => !line.startsWith("|"));
  const [head = "", , ...rows] = last === -1 ? rest : rest.slice(0, last);
  const names = cells(head);
  return rows.map((row) =>
    Object.fromEntries(cells(row).map((value, at) => [names[at] ?? "", value])),
  );
}

/** `ENGAGEMENT_DROP` as a document prints it. */
export const inWords = (name: string): string =>
  name[0]?.toUpperCase() + name.slice(1).toLowerCase().replaceAll("_", " ");

/** `2026-01-20T12:00:00Z` as a document prints it. */
export const inWordsTime = (time: string): string =>
  time.replace("T", " ").replace(/(?:\.\d+)?Z$/, " UTC");

/** A table of measures by their name. */
export const measures = (text: string): Record<string, string> =>
  Object.fromEntries(tableIn(text).map(({ Measure, Value }) => [Measure ?? "", Value ?? ""]));

/** The charts of a text. */
export const chartsIn = (text: string) =>
  [...text.matchAll(/^```chart\n(.*)\n```$/gm)].map(
    ([, chart = ""]) =>
      JSON.parse(chart) as {
        title: string;
        x: (string | number)[];
        series: { name: string; values: number[] }[];
      },
  );

export const grouped = (n: number): string => new Intl.NumberFormat("en-US").format(n);

export const amount = (n: number): string =>
  new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(n);

export const inPercent = (n: number): string =>
  `${new Intl.NumberFormat("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(n)}%`;

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type DemoData, demoData } from "../demo.ts";
import { HANDBOOK, HANDBOOK_NAME } from "../demo/handbook.ts";
import { type Api, ApiFailure, get, post } from "./api.ts";

export interface DemoTenant {
  tenant: string;
  /** The instant that the demo's dates hang on. */
  loaded_at: string;
  keys: Record<"viewer" | "editor" | "admin", string>;
}

const BATCH_RECORDS = 5_000;
const CAPABILITIES = [{ academy_id: "*", capabilities: ["read_monitoring_report"] }];

const isRefusal = (error: unknown, status: number) =>
  error instanceof ApiFailure && error.status === status;

/** A tenant with the first free of the ids demo, demo-2, … */
async function createTenant(operator: Api): Promise<{ id: string; key: string }> {
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? "demo" : `demo-${number}`;
    try {
      const body = JSON.stringify({ id, name: "Demo (synthetic data)" });
      const created = await post(operator, "/api/v1/tenants", body);
      return { id, key: (created as { api_key: { key: string } }).api_key.key };
    } catch (error) {
      if (!isRefusal(error, 409)) throw error;
    }
  }
}

async function createKey(admin: Api, role: "viewer" | "editor"): Promise<string> {
  const body = JSON.stringify({ name: `Demo ${role}`, role, capabilities: CAPABILITIES });
  return ((await post(admin, "/api/v1/api-keys", body)) as { key: string }).key;
}

async function load(editor: Api, data: DemoData): Promise<void> {
  for (const [dataset, records] of data) {
    for (let from = 0; from < records.length; from += BATCH_RECORDS) {
      const lines = records.slice(from, from + BATCH_RECORDS).map((one) => JSON.stringify(one));
      const path = `/api/v1/ingest/${dataset}`;
      const verdict = await post(editor, path, lines.join("\n"), "application/x-ndjson");
      const { rejected, errors } = verdict as { rejected: number; errors: unknown[] };
      if (rejected > 0)
        throw new Error(`${dataset}: ${rejected} rejected, ${JSON.stringify(errors[0])}`);
    }
  }
}

/** A honey jar to write reports from. */
async function fillJar(editor: Api): Promise<void> {
  const made = await post(editor, "/api/honey-jars", JSON.stringify({ name: HANDBOOK_NAME }));
  const { id } = (made as { data: { honey_jar: { id: string } } }).data.honey_jar;
  const body = JSON.stringify({ documents: HANDBOOK });
  await post(editor, `/api/honey-jars/${id}/documents`, body);
}

async function remembered(file: string, url: string): Promise<DemoTenant | undefined> {
  if (!existsSync(file)) return undefined;
  try {
    const demo = JSON.parse(readFileSync(file, "utf8")) as DemoTenant;
    await get({ url, key: demo.keys.viewer }, "/api/v1/ingest");
    return demo;
  } catch (error) {
    if (isRefusal(error, 401) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The demo tenant of this state: the one in `file` while its keys work, else a new one. */
export async function ensureDemoTenant(
  url: string,
  adminToken: string,
  file: string,
): Promise<DemoTenant> {
  const known = await remembered(file, url);
  if (known) return known;
  const now = new Date();
  const { id, key } = await createTenant({ url, key: adminToken });
  const admin = { url, key };
  const editor = await createKey(admin, "editor");
  const viewer = await createKey(admin, "viewer");
  await load({ url, key: editor }, demoData(now));
  await fillJar({ url, key: editor });
  const demo = { tenant: id, loaded_at: now.toISOString(), keys: { viewer, editor, admin: key } };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  return demo;
}

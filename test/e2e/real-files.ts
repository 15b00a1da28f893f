import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect } from "vitest";
import { runIngestCommand, type RunningStart } from "./running-start.ts";

/** Real data sets lie beside the project, where somebody has put them; they are not part of it. */
const DATA = "../shared/data";

export const absent = (...folders: string[]): string[] =>
  folders.filter((folder) => !existsSync(join(DATA, folder)));

export type SourceRecord = Record<string, unknown>;

/** The records of a dataset in a folder. */
export const recordsOf = (folder: string, dataset: string): SourceRecord[] =>
  gunzipSync(readFileSync(join(DATA, folder, `${dataset}.ndjson.gz`)))
    .toString()
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as SourceRecord);

/** A fresh tenant's admin key. */
export async function newTenantKey(started: RunningStart, id: string): Promise<string> {
  const response = await fetch(`${started.url}/api/v1/tenants`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${started.vars.get("ADMIN_TOKEN") ?? ""}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify({ id, name: "Real data" }),
  });
  return ((await response.json()) as { api_key: { key: string } }).api_key.key;
}

/** Loads every dataset of a folder with the ingest command. */
export async function loadFolder(started: RunningStart, key: string, folder: string) {
  for (const name of readdirSync(join(DATA, folder)).filter((file) => file.endsWith(".gz"))) {
    const dataset = name.replace(/\.ndjson\.gz$/, "");
    const state = ["--state", join(started.folder, `${folder.replaceAll("/", "-")}-${name}.json`)];
    const file = join(DATA, folder, name);
    const loaded = await runIngestCommand(started.url, key, dataset, file, ...state);
    expect(loaded.code, `${name}: ${loaded.err}`).toBe(0);
  }
}

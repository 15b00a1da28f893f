import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countRows, runIngestCommand, type RunningStart, runStart } from "./running-start.ts";

const DATA = "../shared/data";
const FOLDERS = ["oulad/AAA_2013J", "oulad/AAA_2014J", "open-bandit/men"];
const missing = FOLDERS.filter((folder) => !existsSync(join(DATA, folder)));

/** Files of a dataset, over all folders. */
function filesByDataset(): Map<string, string[]> {
  const files = new Map<string, string[]>();
  for (const folder of FOLDERS) {
    for (const name of readdirSync(join(DATA, folder))) {
      const dataset = name.replace(/\.ndjson\.gz$/, "");
      files.set(dataset, [...(files.get(dataset) ?? []), join(DATA, folder, name)]);
    }
  }
  return files;
}

const keyOf = (dataset: string, record: Record<string, unknown>): string =>
  dataset === "segment_members"
    ? JSON.stringify([record["segment_id"], record["customer_id"]])
    : String(record["id"]);

function distinctKeys(dataset: string, files: readonly string[]): number {
  const lines = files.flatMap((file) =>
    gunzipSync(readFileSync(file)).toString().split("\n").filter(Boolean),
  );
  const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return new Set(records.map((record) => keyOf(dataset, record))).size;
}

describe.skipIf(missing.length > 0)(`real data of ${DATA} (skipped where it is absent)`, () => {
  let started: RunningStart;
  let key = "";
  const states = mkdtempSync(join(tmpdir(), "almanac-states-"));
  beforeAll(async () => {
    started = await runStart();
    const response = await fetch(`${started.url}/api/v1/tenants`, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${started.vars.get("ADMIN_TOKEN") ?? ""}`,
        "Content-Type": "application/json",
      },
      body: JSON.stringify({ id: "real-data", name: "Real data" }),
    });
    key = ((await response.json()) as { api_key: { key: string } }).api_key.key;
  });
  afterAll(async () => {
    rmSync(states, { recursive: true });
    await started.end();
  });

  const loadAll = async () => {
    const changed = new Map<string, number>();
    for (const [dataset, files] of filesByDataset()) {
      for (const file of files) {
        const args = [dataset, file, "--state", join(states, "place.json")];
        const { code, out, err } = await runIngestCommand(started.url, key, ...args);
        expect([file, code, err]).toEqual([file, 0, ""]);
        const [, many] = /, (\d+) changed, 0 rejected/.exec(out) ?? [];
        changed.set(dataset, (changed.get(dataset) ?? 0) + Number(many));
      }
    }
    return changed;
  };

  const expected = () =>
    new Map(
      [...filesByDataset()].map(([dataset, files]) => [dataset, distinctKeys(dataset, files)]),
    );

  const counted = async () => {
    const rows = await countRows(started.url, key);
    rows.delete("outcome_types");
    return new Map([...rows].filter(([, many]) => many > 0));
  };

  it("is there once by key, and a second load changes nothing", async () => {
    const wanted = expected();
    await loadAll();
    const rows = await counted();
    expect(rows).toEqual(wanted);
    const again = await loadAll();
    expect([...again.values()].every((many) => many === 0)).toBe(true);
    expect(await counted()).toEqual(rows);
  });
});

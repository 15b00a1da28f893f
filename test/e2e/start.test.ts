import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoData } from "../../scripts/demo.ts";
import {
  countRows,
  processesOf,
  runIngestCommand,
  type RunningStart,
  runStart,
} from "./running-start.ts";

let started: RunningStart;
beforeAll(async () => {
  started = await runStart();
});
afterAll(async () => {
  await started.end();
});

const demoFile = () =>
  JSON.parse(readFileSync(join(started.folder, "state", "demo.json"), "utf8")) as {
    loaded_at: string;
  };

describe("npm start on a fresh machine", () => {
  it("makes secrets of its own", () => {
    expect(started.vars.get("ADMIN_TOKEN")).toMatch(/^[\w-]{43}$/);
    expect(started.output()).not.toContain(started.vars.get("ADMIN_TOKEN"));
  });

  it("loads the demo whole", async () => {
    const rows = await countRows(started.url, started.keys.viewer);
    const demo = demoData(new Date(demoFile().loaded_at));
    const made = new Map([...demo].map(([dataset, records]) => [dataset, records.length]));
    // Every tenant has these from its creation.
    rows.delete("outcome_types");
    expect(rows).toEqual(made);
  });

  it("prints three lines that work when pasted", () => {
    const lines = started.output().match(/^curl .*$/gm) ?? [];
    expect(lines).toHaveLength(3);
    const answers = lines.map((line) => execFileSync("bash", ["-c", line], { encoding: "utf8" }));
    for (const answer of answers) expect(JSON.parse(answer)).not.toHaveProperty("error");
    expect(JSON.parse(answers[1] ?? "")).toMatchObject({ stored: 1, changed: 1, rejected: 0 });
  });

  it("describes itself in valid OpenAPI 3.1", async () => {
    const response = await fetch(`${started.url}/openapi.json`);
    const { valid, errors } = await new Validator().validate(
      (await response.json()) as Record<string, unknown>,
    );
    expect([valid, errors ?? []]).toEqual([true, []]);
  });

  it("serves a page of its own with a strict policy", async () => {
    const response = await fetch(started.url);
    expect(response.headers.get("Content-Type")).toContain("text/html");
    expect(response.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
  });

  it("gives keys that may do what their roles may", async () => {
    const ask = async (key: string, method: string, path: string, body?: string) => {
      const headers = { "X-API-Key": key, "Content-Type": "application/json" };
      const init = body === undefined ? { method, headers } : { method, headers, body };
      return (await fetch(started.url + path, init)).status;
    };
    const { viewer, editor, admin } = started.keys;
    expect(await ask(viewer, "POST", "/api/v1/ingest/offers", "[]")).toBe(403);
    expect(await ask(editor, "POST", "/api/v1/ingest/offers", "[]")).toBe(200);
    expect(await ask(editor, "GET", "/api/v1/api-keys")).toBe(403);
    expect(await ask(admin, "GET", "/api/v1/api-keys")).toBe(200);
  });
});

describe("npm run ingest", () => {
  const write = (name: string, text: string) => {
    const file = join(started.folder, name);
    writeFileSync(file, text);
    return file;
  };
  const ingest = (...args: string[]) => runIngestCommand(started.url, started.keys.editor, ...args);

  it("loads a CSV file with names of its own", async () => {
    const text =
      'Key,Title,Status,Gone\n"c-1","Card, with a comma",active,false\nc-2,Loan,draft,\n';
    const file = write("offers.csv", text);
    const names = ["--map", "Key=id", "--map", "Title=name", "--map", "Status=status"];
    const { code, out, err } = await ingest("offers", file, ...names, "--map", "Gone=deleted");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^offers: 2 received, 2 stored, 2 changed, 0 rejected/);
  });

  it("loads an NDJSON file and tells the lines it could not", async () => {
    const good = { customer_id: "c", outcome: "click", timestamp: "2026-03-18T12:00:00Z" };
    const lines = [{ ...good, id: "e2e-1" }, "", { ...good, id: "e2e-2", outcome: "cilck" }];
    const text = lines.map((line) => (line === "" ? "" : JSON.stringify(line))).join("\n");
    const { code, out, err } = await ingest("interactions", write("events.ndjson", text));
    expect(code).toBe(1);
    expect(out).toMatch(/^interactions: 2 received, 1 stored, 1 changed, 1 rejected/);
    expect(err).toBe("line 3: outcome is not a registered outcome type\n");
  });
});

describe("Ctrl-C", () => {
  it("ends every process, and the next start knows the same keys", async () => {
    const marks = [started.folder, new URL(started.url).host];
    expect(processesOf(marks).join("\n")).toContain("workerd");
    expect(await started.interrupt()).toBe(0);
    expect(processesOf(marks)).toEqual([]);

    const { keys } = started;
    const before = started;
    started = await runStart(before.folder);
    expect(started.keys).toEqual(keys);
    expect((await countRows(started.url, keys.viewer)).get("activities")).toBeGreaterThan(0);
  });
});

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "../../scripts/start/options.ts";

const READY_MS = 120_000;

/** `npm start` as somebody runs it, in a folder of its own. */
export interface RunningStart {
  url: string;
  folder: string;
  /** All that was printed. */
  output(): string;
  keys: Record<"viewer" | "editor" | "admin", string>;
  vars: Map<string, string>;
  /** Ctrl-C; the exit code. */
  interrupt(): Promise<number>;
  end(): Promise<void>;
}

const exitOf = (child: ChildProcess): Promise<number> =>
  new Promise((done) => child.once("exit", (code) => done(code ?? -1)));

const keyOf = (output: string, role: string): string =>
  new RegExp(`^  ${role} +(alm_\\w+)$`, "m").exec(output)?.[1] ?? "";

const readVars = (file: string) =>
  new Map(
    [...readFileSync(file, "utf8").matchAll(/^(\w+)=(.*)$/gm)].map(([, a = "", b = ""]) => [a, b]),
  );

/** Starts it and waits for its welcome; `folder` keeps the state from one start to the next. */
export async function runStart(
  folder = mkdtempSync(join(tmpdir(), "almanac-e2e-")),
  ...more: string[]
): Promise<RunningStart> {
  const port = await freePort();
  const state = ["--persist-to", join(folder, "state"), "--vars-file", join(folder, "vars")];
  const args = ["scripts/run.mjs", "start", "--port", String(port), ...state, ...more];
  const child = spawn("node", args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (piece: Buffer) => (output += piece.toString()));
  }
  const exited = exitOf(child);
  const interrupt = async () => {
    child.kill("SIGINT");
    return exited;
  };
  for (const until = Date.now() + READY_MS; !output.includes("\nTry:\n"); await wait(100)) {
    if (child.exitCode !== null || Date.now() > until) {
      await interrupt();
      throw new Error(`npm start did not get ready:\n${output}`);
    }
  }
  return {
    url: `http://localhost:${port}`,
    folder,
    output: () => output,
    keys: {
      viewer: keyOf(output, "viewer"),
      editor: keyOf(output, "editor"),
      admin: keyOf(output, "admin"),
    },
    vars: readVars(join(folder, "vars")),
    interrupt,
    end: async () => {
      if (child.exitCode === null) await interrupt();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Command lines of the processes that mention any of these. */
export function processesOf(marks: readonly string[]): string[] {
  return readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")];
      } catch {
        return [];
      }
    })
    .filter((command) => marks.some((mark) => command.includes(mark)));
}

/** Rows by dataset, as the service counts them. */
export async function countRows(url: string, key: string): Promise<Map<string, number>> {
  const response = await fetch(`${url}/api/v1/ingest`, { headers: { "X-API-Key": key } });
  const { data } = (await response.json()) as { data: { name: string; rows: number }[] };
  return new Map(data.map(({ name, rows }) => [name, rows]));
}

export interface Loaded {
  code: number;
  out: string;
  err: string;
}

/** The ingest command in a process of its own. */
export function runIngestCommand(url: string, key: string, ...args: string[]): Promise<Loaded> {
  const env = { ...process.env, ALMANAC_URL: url, ALMANAC_KEY: key };
  const child = spawn("node", ["scripts/run.mjs", "ingest", ...args], { env });
  const said = { out: "", err: "" };
  child.stdout.on("data", (piece: Buffer) => (said.out += piece.toString()));
  child.stderr.on("data", (piece: Buffer) => (said.err += piece.toString()));
  return new Promise((done) => child.once("close", (code) => done({ code: code ?? -1, ...said })));
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { endGroup, endStrays, quietEnvironment, run } from "../processes.ts";
import { freePort, type StartOptions } from "./options.ts";

const READY_MS = 90_000;

export interface DevelopmentServer {
  url: string;
  /** Its temporary files, the profiles of its browsers among them. */
  temporary: string;
  exited: Promise<number>;
  stop(): Promise<void>;
  /** `kill -9` of all of it, as when the machine goes down. */
  kill(): Promise<void>;
}

/** Brings the local database up to date. */
export async function applyMigrations(root: string, stateFolder: string): Promise<void> {
  const args = ["d1", "migrations", "apply", "DB", "--local", "--persist-to", stateFolder];
  const { code, output } = await run("wrangler", args, { cwd: root });
  if (code !== 0) throw new Error(`The migrations failed:\n${output}`);
}

async function waitUntilReady(url: string, child: ChildProcess): Promise<void> {
  for (const end = Date.now() + READY_MS; Date.now() < end; await wait(200)) {
    if (child.exitCode !== null) throw new Error("wrangler dev ended before it was ready");
    try {
      if ((await fetch(`${url}/healthz`)).ok) return;
    } catch {
      // It does not listen yet.
    }
  }
  throw new Error(`No answer from ${url}/healthz within ${READY_MS / 1_000} s`);
}

/** Starts `wrangler dev` in a process group of its own, so that all of it can be ended. */
export async function startServer(root: string, options: StartOptions): Promise<DevelopmentServer> {
  const { port, stateFolder, passedOn } = options;
  const temporary = mkdtempSync(join(tmpdir(), "almanac-"));
  const inspector = ["--inspector-port", String(await freePort())];
  const args = ["dev", "--port", String(port), "--persist-to", stateFolder, ...inspector];
  const child = spawn("wrangler", [...args, ...passedOn], {
    cwd: root,
    detached: true,
    // CI makes wrangler launch Chrome without its sandbox, which root and many containers lack.
    env: { ...quietEnvironment, TMPDIR: temporary },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const url = `http://localhost:${port}`;
  const exited = once(child, "exit").then(([code]) => Number(code ?? 0));
  let stopping: Promise<void> | undefined;
  const end = async (patienceMs?: number) => {
    if (child.pid !== undefined) await endGroup(child.pid, patienceMs);
    endStrays(temporary);
    rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
  };
  const stop = () => (stopping ??= end());
  const kill = () => (stopping ??= end(0));
  try {
    await waitUntilReady(url, child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, temporary, exited, stop, kill };
}

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { endGroup, endStrays, quietEnvironment } from "../../scripts/processes.ts";
import { freePort } from "../../scripts/start/options.ts";
import { browsersIn } from "./browsers.ts";

interface PrintJob {
  cover: Record<string, unknown>;
  markdown?: string;
  html?: string;
  workMs?: number;
}

/** A Worker that prints with the real adapter, in a real Chromium. */
export interface RunningPrinter {
  folder: string;
  print(job: PrintJob): Promise<{ status: number; bytes: Buffer }>;
  /** Process ids of its browsers (not of their renderers). */
  browsers(): number[];
  end(): Promise<void>;
}

const READY_MS = 60_000;

export async function runPrinter(): Promise<RunningPrinter> {
  const folder = mkdtempSync(join(tmpdir(), "almanac-printer-"));
  const port = String(await freePort());
  const args = ["dev", "--config", "test/kit/printing/wrangler.toml", "--port", port];
  const own = ["--inspector-port", String(await freePort()), "--persist-to", join(folder, "state")];
  const child = spawn("wrangler", [...args, ...own], {
    detached: true,
    env: { ...quietEnvironment, TMPDIR: folder },
    stdio: "ignore",
  });
  const url = `http://localhost:${port}`;
  const isReady = () =>
    fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
  for (const until = Date.now() + READY_MS; !(await isReady()); await wait(200)) {
    if (Date.now() > until) throw new Error("The printer did not get ready");
  }
  return {
    folder,
    async print(job) {
      const response = await fetch(url, { method: "POST", body: JSON.stringify(job) });
      return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
    },
    browsers: () => browsersIn(folder),
    async end() {
      if (child.pid !== undefined) await endGroup(child.pid);
      endStrays(folder);
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

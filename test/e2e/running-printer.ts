import { execFileSync, spawn } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { endGroup, endStrays, quietEnvironment } from "../../scripts/processes.ts";
import { freePort } from "../../scripts/start/options.ts";

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

function commandOf(pid: string): string {
  try {
    readlinkSync(`/proc/${pid}/exe`);
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

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
    browsers: () =>
      readdirSync("/proc")
        .filter((pid) => /^\d+$/.test(pid))
        .filter((pid) => {
          const command = commandOf(pid);
          return command.includes("--user-data-dir=" + folder) && !command.includes("--type=");
        })
        .map(Number),
    async end() {
      if (child.pid !== undefined) await endGroup(child.pid);
      endStrays(folder);
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

const isThere = (tool: string): boolean => {
  try {
    execFileSync("which", [tool], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

export const missingTools = ["qpdf", "pdfinfo", "pdftotext", "pdffonts", "pdfimages"].filter(
  (tool) => !isThere(tool),
);

export interface Bookmark {
  title: string;
  destpageposfrom1: number;
  kids: Bookmark[];
}

/** A PDF through the eyes of poppler and qpdf. */
export function inspect(folder: string, name: string, bytes: Buffer) {
  const file = join(folder, `${name}.pdf`);
  writeFileSync(file, bytes);
  const run = (tool: string, ...args: string[]) =>
    execFileSync(tool, args, { encoding: "utf8", maxBuffer: 256 * 1_024 * 1_024 });
  const json = JSON.parse(run("qpdf", "--json", file)) as { outlines: Bookmark[] };
  return {
    bookmarks: json.outlines,
    objects: JSON.stringify(json),
    check: () => run("qpdf", "--check", file),
    info: (...options: string[]) => run("pdfinfo", ...options, file),
    fonts: () => run("pdffonts", file).trim().split("\n").slice(2),
    images: () => run("pdfimages", "-list", file).trim().split("\n").slice(2),
    text: (...options: string[]) => run("pdftotext", ...options, file, "-"),
    pages: () => run("pdftotext", "-layout", file, "-").split("\f").slice(0, -1),
  };
}

export type Inspected = ReturnType<typeof inspect>;

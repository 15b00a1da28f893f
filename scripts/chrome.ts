import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type ChromeFound, type ChromeMachine, findChrome } from "./chrome/find-chrome.ts";
import { chromePlace, miniflarePath, type ChromePlace } from "./chrome/place.ts";
import { endStrays, run } from "./processes.ts";

const STARTS_MS = 10_000;
const DOWNLOAD_STALLED_MS = 8_000;
const UNPACKING_MS = 60_000;
const PACKAGE_MS = 300_000;

/** Launching is the one way to make wrangler's own module download Chrome. */
const DOWNLOAD = `
const { launchBrowser } = require(process.argv[1]);
const log = { debug() {} };
launchBrowser({ browserVersion: process.argv[2], log, tmpPath: process.argv[3], headful: false })
  .then(async ({ browserProcess }) => { await browserProcess.close(); process.exit(0); })
  .catch(() => process.exit(1));
`;

const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0);

/** Ends when Chrome is there, or when nothing has arrived for a while. */
async function watch({ archive, folder, executable }: ChromePlace, signal: AbortSignal) {
  const isThere = () => existsSync(executable) && !existsSync(archive);
  for (let size = 0, since = Date.now(); !signal.aborted && !isThere(); await wait(200)) {
    const patience = existsSync(folder) ? UNPACKING_MS : DOWNLOAD_STALLED_MS;
    if (Date.now() - since > patience) return;
    if (sizeOf(archive) === size) continue;
    size = sizeOf(archive);
    since = Date.now();
  }
}

async function download(place: ChromePlace): Promise<boolean> {
  const control = new AbortController();
  const folder = mkdtempSync(join(tmpdir(), "almanac-chrome-"));
  const script = ["-e", DOWNLOAD, miniflarePath(), place.version, folder];
  const launched = run(process.execPath, script, {
    signal: control.signal,
    killSignal: "SIGKILL",
  });
  await Promise.race([launched, watch(place, control.signal)]);
  control.abort();
  endStrays(folder);
  rmSync(folder, { recursive: true, force: true });
  const complete = existsSync(place.executable) && !existsSync(place.archive);
  if (!complete) rmSync(place.folder, { recursive: true, force: true });
  rmSync(place.archive, { force: true });
  return complete;
}

async function installPackage(): Promise<boolean> {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return false;
  console.log("No Chrome found; installing Chromium (apt-get install chromium) …");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const options = { env, timeout: PACKAGE_MS };
  await run("apt-get", ["update", "-qq"], options);
  return (await run("apt-get", ["install", "-y", "-qq", "chromium"], options)).code === 0;
}

const machine: ChromeMachine = {
  env: process.env,
  isRoot: process.getuid?.() === 0,
  starts: async (program) =>
    existsSync(program) && (await run(program, ["--version"], { timeout: STARTS_MS })).code === 0,
  download,
  installPackage,
};

/** Finds a Chrome for the local Browser Rendering and puts it where wrangler looks. */
export const ensureChrome = (): Promise<ChromeFound> => findChrome(chromePlace(), machine);

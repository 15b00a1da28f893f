import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ChromePlace, placeFolder, wrappedProgram } from "./place.ts";

/** What finding Chrome may do to the machine; tests bring their own. */
export interface ChromeMachine {
  env: NodeJS.ProcessEnv;
  isRoot: boolean;
  /** Whether the program starts: a Chrome without its libraries is none. */
  starts(program: string): Promise<boolean>;
  /** Lets wrangler's own downloader fetch Chrome; false when it could not. */
  download(place: ChromePlace): Promise<boolean>;
  /** Installs the distribution's Chromium; false when it could not. */
  installPackage(): Promise<boolean>;
}

export type ChromeFound =
  | { program: string; from: "cache" | "download" | "CHROME_PATH" | "system" | "package" }
  | { missing: string };

const NAMES = ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser"];
const MAC_APPS = ["Google Chrome", "Chromium", "Google Chrome Canary"];

export const MISSING =
  "No Chrome was found, so PDFs will fail; everything else works. " +
  "Install Chrome or Chromium, or set CHROME_PATH to its program, and start again.";

const systemPrograms = (env: NodeJS.ProcessEnv): string[] => [
  ...(env["PATH"] ?? "").split(":").flatMap((path) => NAMES.map((name) => join(path, name))),
  ...MAC_APPS.map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`),
];

/** Puts a wrapper where wrangler looks, which runs another Chrome. */
function wrap(place: ChromePlace, program: string, isRoot: boolean): void {
  rmSync(place.folder, { recursive: true, force: true });
  mkdirSync(placeFolder(place), { recursive: true });
  const quoted = `'${program.replaceAll("'", String.raw`'\''`)}'`;
  const flags = isRoot ? "--no-sandbox " : "";
  writeFileSync(place.executable, `#!/bin/sh\nexec ${quoted} ${flags}"$@"\n`, { mode: 0o755 });
  // Without this mark wrangler would delete the folder after one failed launch.
  writeFileSync(join(place.folder, ".miniflare-install-complete"), "");
}

async function firstThatStarts(programs: string[], machine: ChromeMachine) {
  for (const program of programs) {
    if (await machine.starts(program)) return program;
  }
  return undefined;
}

async function otherChrome(machine: ChromeMachine): Promise<ChromeFound> {
  const { env } = machine;
  const named = env["CHROME_PATH"];
  if (named && (await machine.starts(named))) return { program: named, from: "CHROME_PATH" };
  const system = await firstThatStarts(systemPrograms(env), machine);
  if (system) return { program: system, from: "system" };
  if (await machine.installPackage()) {
    const installed = await firstThatStarts(systemPrograms(env), machine);
    if (installed) return { program: installed, from: "package" };
  }
  return { missing: MISSING };
}

/** Sees to it that wrangler finds a Chrome that starts; cheap when it does already. */
export async function findChrome(
  place: ChromePlace | undefined,
  machine: ChromeMachine,
): Promise<ChromeFound> {
  if (!place) return { missing: MISSING };
  const program = wrappedProgram(place.executable) ?? place.executable;
  if (await machine.starts(program)) return { program, from: "cache" };
  if (program !== place.executable) rmSync(place.folder, { recursive: true, force: true });
  // One that is there and does not start lacks libraries of the system: again would be the same.
  const absent = place.downloadable && !existsSync(place.executable);
  if (absent && (await machine.download(place)) && (await machine.starts(place.executable))) {
    return { program: place.executable, from: "download" };
  }
  const found = await otherChrome(machine);
  if ("program" in found) wrap(place, found.program, machine.isRoot);
  return found;
}

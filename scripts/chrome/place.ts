import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** Where and what the local Browser Rendering looks for. */
export interface ChromePlace {
  /** Folder of the installation; wrangler removes it if Chrome never started from it. */
  folder: string;
  executable: string;
  /** Where wrangler's download lies until it is unpacked. */
  archive: string;
  version: string;
  /** Whether there is a download for this machine. */
  downloadable: boolean;
}

interface Machine {
  platform: string;
  arch: string;
  env: NodeJS.ProcessEnv;
  home: string;
}

const thisMachine = (): Machine => ({
  platform: process.platform,
  arch: process.arch,
  env: process.env,
  home: homedir(),
});

/** The module that launches Chrome for `wrangler dev`. */
export function miniflarePath(): string {
  const wrangler = createRequire(import.meta.url).resolve("wrangler/package.json");
  return createRequire(wrangler).resolve("miniflare");
}

/** Which Chrome the installed wrangler wants: it is a constant of its code and no setting. */
export function pinnedVersion(code = readFileSync(miniflarePath(), "utf8")): string | undefined {
  return /\bBROWSER_VERSION = "([\d.]+)"/.exec(code)?.[1];
}

function cacheFolder({ platform, env, home }: Machine): string {
  const own = platform === "darwin" ? join(home, "Library", "Caches") : join(home, ".cache");
  return join(env["XDG_CACHE_HOME"] || own, ".wrangler", "chrome");
}

const MAC_APP = "Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing";

/** Undefined where there is no local Browser Rendering, or wrangler has changed its ways. */
export function chromePlace(
  version = pinnedVersion(),
  machine: Machine = thisMachine(),
): ChromePlace | undefined {
  const { platform, arch } = machine;
  if (version === undefined || (platform !== "linux" && platform !== "darwin")) return undefined;
  const arm = arch === "arm64";
  const mac = platform === "darwin";
  const build = mac ? `mac-${arm ? "arm64" : "x64"}` : "linux64";
  const cache = cacheFolder(machine);
  const folder = join(cache, `${mac ? "mac" : "linux"}${arm ? "_arm" : ""}-${version}`);
  return {
    folder,
    executable: join(folder, `chrome-${build}`, mac ? MAC_APP : "chrome"),
    archive: join(cache, `${version}-chrome-${build}.zip`),
    version,
    downloadable: mac || !arm,
  };
}

/** The program behind a wrapper of ours, when that is what lies there. */
export function wrappedProgram(executable: string): string | undefined {
  if (!existsSync(executable)) return undefined;
  const start = readFileSync(executable).subarray(0, 2_000).toString("latin1");
  return /^#!\/bin\/sh\nexec '(.+)' .*"\$@"\n$/.exec(start)?.[1];
}

export const placeFolder = ({ executable }: ChromePlace): string => dirname(executable);

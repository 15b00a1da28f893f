import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

/** Keeps command-line tools quiet, offline-safe and free of questions. */
export const quietEnvironment = {
  ...process.env,
  CI: "1",
  NO_UPDATE_NOTIFIER: "1",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
};

export interface Outcome {
  code: number;
  output: string;
}

const exitOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });

/** Runs a command to its end and keeps what it printed. */
export async function run(
  command: string,
  args: readonly string[],
  options: SpawnOptions & { timeout?: number } = {},
): Promise<Outcome> {
  const child = spawn(command, args, {
    env: quietEnvironment,
    ...options,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const pieces: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (piece: Buffer) => pieces.push(piece));
  }
  try {
    const code = await exitOf(child);
    return { code, output: Buffer.concat(pieces).toString() };
  } catch (error) {
    return { code: 127, output: String(error) };
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

/** Ends a process that leads a group, and all of the group, within about `patienceMs`; 0: as it is. */
export async function endGroup(pid: number, patienceMs = 5_000): Promise<void> {
  if (patienceMs > 0) signalGroup(pid, "SIGINT");
  for (const end = Date.now() + patienceMs; Date.now() < end; await wait(50)) {
    if (!signalGroup(pid, 0)) return;
  }
  signalGroup(pid, "SIGKILL");
}

/** Ends what left its group, known by a folder of ours in its command line (a Chrome's profile). */
export function endStrays(folder: string): void {
  if (!existsSync("/proc/self/cmdline")) return;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      if (command.includes(folder) && Number(pid) !== process.pid)
        process.kill(Number(pid), "SIGKILL");
    } catch {
      // It ended by itself.
    }
  }
}

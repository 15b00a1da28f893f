import { readdirSync, readFileSync } from "node:fs";

const read = (pid: number, file: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
};

const parentOf = (pid: number): number => Number(/^PPid:\s+(\d+)$/m.exec(read(pid, "status"))?.[1]);

/**
 * Process ids of the browsers whose profile is in this folder. Not of their renderers, nor of a child
 * that is about to become one and for a moment looks like its parent.
 */
export function browsersIn(folder: string): number[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const command = read(pid, "cmdline");
      return command.includes(`--user-data-dir=${folder}`) && !command.includes("--type=");
    });
  return all.filter((pid) => !all.includes(parentOf(pid)));
}

/** Kills them; one may have ended by itself. @returns how many there were */
export function killBrowsersIn(folder: string): number {
  const pids = browsersIn(folder);
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It is gone.
    }
  }
  return pids.length;
}

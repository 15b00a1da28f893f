import { readFileSync } from "node:fs";

const MINUTE_MS = 60_000;

/** The crons of wrangler.toml. */
export function readCrons(file: string): string[] {
  const [, list = ""] = /^crons = \[(.*)\]$/m.exec(readFileSync(file, "utf8")) ?? [];
  return [...list.matchAll(/"([^"]+)"/g)].map(([, cron = ""]) => cron);
}

const fits = (field: string | undefined, now: number) => field === "*" || Number(field) === now;

/** Whether a cron of minute and hour (`*` or a number each) is due in this UTC minute. */
export function isDue(cron: string, at: Date): boolean {
  const [minute, hour, ...others] = cron.split(" ");
  return (
    fits(minute, at.getUTCMinutes()) &&
    fits(hour, at.getUTCHours()) &&
    others.every((field) => field === "*")
  );
}

const untilNext = () => MINUTE_MS - (Date.now() % MINUTE_MS) + 50;

/** The development server runs no crons: calls the Worker's handler at each full minute. */
export function runCrons(url: string, crons: readonly string[]): void {
  const tick = async () => {
    const minute = new Date();
    for (const cron of crons.filter((one) => isDue(one, minute))) {
      const query = new URLSearchParams({ cron, time: String(minute.getTime()) });
      try {
        await fetch(`${url}/cdn-cgi/handler/scheduled?${query.toString()}`);
      } catch {
        // The server is reloading, or ending.
      }
    }
  };
  const loop = () => {
    void tick();
    setTimeout(loop, untilNext()).unref();
  };
  setTimeout(loop, untilNext()).unref();
}

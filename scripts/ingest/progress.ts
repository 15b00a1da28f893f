import type { Totals } from "./resume-point.ts";

export interface Screen {
  out(line: string): void;
  /** Progress and complaints. */
  err(text: string): void;
  isTerminal: boolean;
}

export interface Progress {
  /** These were received by an earlier run. */
  resume(totals: Totals): void;
  show(totals: Totals): void;
  say(this: void, line: string): void;
  end(): void;
  /** The whole load in a line; the speed is that of this run. */
  summary(totals: Totals): string;
}

const EVERY_MS = 5_000;
const WIPE = "\r\u001B[2K";

/** One line that changes on a terminal, else a line now and then. */
export function createProgress(screen: Screen, clock: () => number = Date.now): Progress {
  const start = clock();
  let resumedAt = 0;
  let last = start;
  const wipe = () => {
    if (screen.isTerminal) screen.err(WIPE);
  };
  const seconds = () => Math.max((clock() - start) / 1_000, 0.001);
  const rate = ({ received }: Totals) => Math.round((received - resumedAt) / seconds());
  return {
    resume: ({ received }) => {
      resumedAt = received;
    },
    show: (totals) => {
      const bad = totals.rejected > 0 ? `, ${totals.rejected} rejected` : "";
      const line = `${totals.received} records${bad}, ${rate(totals)} records/s`;
      if (screen.isTerminal) {
        screen.err(`${WIPE}${line}`);
      } else if (clock() - last >= EVERY_MS) {
        last = clock();
        screen.err(`${line}\n`);
      }
    },
    say: (line) => {
      wipe();
      screen.err(`${line}\n`);
    },
    end: wipe,
    summary: (totals) => {
      const { received, stored, changed, rejected } = totals;
      const counts = `${received} received, ${stored} stored, ${changed} changed, ${rejected} rejected`;
      return `${counts} in ${seconds().toFixed(1)} s (${rate(totals)} records/s)`;
    },
  };
}

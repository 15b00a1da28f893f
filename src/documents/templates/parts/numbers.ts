/** What stands for a number that there is none of. */
const NONE = "–";

const LOCALE = "en-US";

const written = (value: number | null, fractions: [least: number, most: number]): string =>
  value === null
    ? NONE
    : value.toLocaleString(LOCALE, {
        minimumFractionDigits: fractions[0],
        maximumFractionDigits: fractions[1],
      });

/** `1,234` */
export const whole = (value: number | null): string => written(value, [0, 0]);

/** `1,234.50` */
export const money = (value: number | null): string => written(value, [2, 2]);

/** A score or a mean as its operation tells it: up to four decimals. */
export const exact = (value: number | null): string => written(value, [0, 4]);

/** Where it stands among words and a tenth is enough. */
export const tenth = (value: number): string => written(value, [0, 1]);

/** Milliseconds as seconds with one decimal. */
export const seconds = (ms: number | null): string =>
  ms === null ? NONE : `${written(ms / 1_000, [1, 1])} s`;

/** What is said in percent already: `12.5%` */
export const percent = (value: number): string => `${written(value, [1, 1])}%`;

/** A part of a whole in percent, one decimal; of nothing there is no share. */
export const share = (part: number, all: number): string =>
  all === 0 ? NONE : percent((part / all) * 100);

export const NO_VALUE = NONE;

/** `no documents`, `1 document`, `2,000 documents` */
export const counted = (n: number, noun: string, plural = `${noun}s`): string =>
  `${n === 0 ? "no" : whole(n)} ${n === 1 ? noun : plural}`;

import { secondTime } from "./estimates.ts";

/** `2026-01-20 12:00:00 UTC` */
export const readableTime = (ms: number): string =>
  secondTime(ms).replace("T", " ").replace("Z", " UTC");

import { type Stats, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type IngestOptions, keyDigest } from "./options.ts";

export interface Totals {
  received: number;
  stored: number;
  changed: number;
  rejected: number;
}

export const noTotals = (): Totals => ({ received: 0, stored: 0, changed: 0, rejected: 0 });

/** How far a load has come; it counts only for the same file, target and reading of the file. */
export interface ResumePoint {
  load: string;
  nextLine: number;
  totals: Totals;
}

/** What must be the same for a load to go on. */
export function loadIdentity(options: IngestOptions, { size, mtimeMs }: Stats): string {
  const { dataset, url, key, mapping } = options;
  return JSON.stringify({ size, mtimeMs, dataset, url, key: keyDigest(key), map: [...mapping] });
}

export function readResumePoint(file: string, load: string): ResumePoint | undefined {
  try {
    const point = JSON.parse(readFileSync(file, "utf8")) as ResumePoint;
    return point.load === load ? point : undefined;
  } catch {
    return undefined;
  }
}

/** False when it cannot be kept: the load goes on without. */
export function writeResumePoint(file: string, point: ResumePoint): boolean {
  try {
    writeFileSync(file, JSON.stringify(point));
    return true;
  } catch {
    return false;
  }
}

export const removeResumePoint = (file: string): void => rmSync(file, { force: true });

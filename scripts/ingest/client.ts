import { setTimeout as wait } from "node:timers/promises";
import type { FieldSchemas } from "./convert-cell.ts";
import { CannotRun } from "./options.ts";

export interface Verdict {
  received: number;
  stored: number;
  changed: number;
  rejected: number;
  errors: { index: number; path: string; message: string }[];
}

export interface Target {
  url: string;
  key: string;
  /** Says that it waits, and why. */
  onRetry(reason: string, seconds: number): void;
}

const ATTEMPTS = 6;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;
const REQUEST_MS = 120_000;
const PASSING = [429, 502, 503, 504];

/** What the server asks to wait: seconds, or a date. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_PAUSE_MS) : undefined;
}

const pauseMs = (attempts: number): number =>
  Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS);

type Init = Omit<RequestInit, "headers"> & { headers?: Record<string, string> };

interface Attempt {
  response?: Response;
  reason: string;
}

async function attempt(url: string, init: RequestInit): Promise<Attempt> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(REQUEST_MS) });
    return { response, reason: `the server answered ${response.status}` };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return { reason: cause instanceof Error ? cause.message || cause.name : String(cause) };
  }
}

async function send(target: Target, path: string, init: Init): Promise<Response> {
  const headers = { ...init.headers, "X-API-Key": target.key };
  for (let number = 1; ; number += 1) {
    const { response, reason } = await attempt(target.url + path, { ...init, headers });
    if (response && !PASSING.includes(response.status)) return response;
    if (number === ATTEMPTS)
      throw new CannotRun(`${target.url}: ${reason}, ${ATTEMPTS} times over`);
    const asked = retryAfterMs(response?.headers.get("Retry-After") ?? null, Date.now());
    await response?.body?.cancel();
    const pause = asked ?? pauseMs(number);
    target.onRetry(reason, pause / 1_000);
    await wait(pause);
  }
}

async function refusal(response: Response): Promise<CannotRun> {
  const text = await response.text();
  const [, said] = /"message":"((?:[^"\\]|\\.)*)"/.exec(text) ?? [];
  if (response.status === 401) {
    return new CannotRun("The key was refused (401): it is unknown, revoked, expired or mistyped");
  }
  return new CannotRun(`The server answered ${response.status}: ${said ?? text.slice(0, 200)}`);
}

/** The fields of a dataset, as the service describes them. */
export async function readFieldSchemas(target: Target, dataset: string): Promise<FieldSchemas> {
  const response = await send(target, "/api/v1/ingest", {});
  if (!response.ok) throw await refusal(response);
  const { data } = (await response.json()) as {
    data: { name: string; schema: { properties: FieldSchemas } }[];
  };
  const found = data.find(({ name }) => name === dataset);
  if (found) return found.schema.properties;
  const names = data.map(({ name }) => name).join(", ");
  throw new CannotRun(`There is no dataset "${dataset}". Datasets: ${names}`);
}

/** Sends records, one a line; both a mixed and a wholly rejected load are verdicts. */
export async function sendRecords(
  target: Target,
  dataset: string,
  lines: readonly string[],
): Promise<Verdict> {
  const response = await send(target, `/api/v1/ingest/${encodeURIComponent(dataset)}`, {
    method: "POST",
    headers: { "Content-Type": "application/x-ndjson" },
    body: lines.join("\n"),
  });
  const isJson = response.headers.get("Content-Type")?.includes("json") ?? false;
  if (response.status === 422 && isJson) {
    const body = (await response.clone().json()) as Partial<Verdict>;
    if (body.received !== undefined) return (await response.json()) as Verdict;
  }
  if (!response.ok) throw await refusal(response);
  return (await response.json()) as Verdict;
}

import { AppError, type Principal } from "#shared";
import { cacheHeaders, etagOf, matches, type DataState } from "./caching.ts";
import { type Computed, compute } from "./compute.ts";
import { csvFileName, dashboardCsv } from "./dashboard-csv.ts";
import type { DashboardType } from "./dashboard-type.ts";
import type { DashboardsDeps, KeptAnswer } from "./dashboards.ports.ts";
import { readState } from "./read-dashboards.query.ts";
import { type DashboardRequest, readRequest, type Sent } from "./request.ts";
import { instant } from "./window.ts";

/** Who asks, when, and what they hold already. */
export interface Caller {
  principal: Principal;
  now: number;
  requestId: string;
  path: string;
  ifNoneMatch: string | undefined;
}

/** An answer in its form. `body` null: the caller's copy is still true. */
export interface Answer {
  body: string | null;
  headers: Record<string, string>;
}

/** A large answer is not kept: memory is for many small ones. */
const KEPT_CHARACTERS = 64 * 1024;

const warningBody = ({ type, params }: DashboardRequest, text: string): object => ({
  data: [],
  warning: text,
  ...type.warningExtra?.(params),
});

export const jsonResult = (request: DashboardRequest, { result, warning }: Computed): object =>
  warning ? warningBody(request, warning.text) : result;

interface Made {
  now: number;
  durationMs: number;
  requestId: string;
  state: DataState;
  rowsRead: number;
}

/** How an answer was made. */
export function metaOf({ window }: DashboardRequest, { sample }: Computed, made: Made): object {
  return {
    asOf: instant(made.now),
    from: window.bounded ? instant(window.from) : null,
    to: window.bounded ? instant(window.end - 1) : null,
    tz: window.zone,
    dataVersion: made.state.version,
    sampled: sample?.cut ?? false,
    sampleSize: sample?.size ?? null,
    rowsRead: made.rowsRead,
    durationMs: made.durationMs,
    requestId: made.requestId,
  };
}

function formHeaders({ type, window, format }: DashboardRequest, now: number) {
  if (format === "json") return { "Content-Type": "application/json" };
  return {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": `attachment; filename="${csvFileName(type.name, window, now)}"`,
  };
}

const headersOf = (
  request: DashboardRequest,
  { etag, warning }: Pick<KeptAnswer, "etag" | "warning">,
  now: number,
): Record<string, string> => ({
  ...formHeaders(request, now),
  ...(warning !== undefined && { "X-Data-Warning": warning }),
  ...cacheHeaders(etag, now, request.window.zone),
});

function bodyOf(request: DashboardRequest, done: Computed): string {
  if (request.format === "json") return JSON.stringify(jsonResult(request, done));
  const csv = dashboardCsv(request, done.result, done.deltas);
  return done.warning ? csv.slice(0, csv.indexOf("\r\n") + 2) : csv;
}

const asked = ({ query, window, slides }: DashboardRequest, { principal, path }: Caller) => ({
  path,
  tenantId: principal.tenantId,
  query,
  zone: window.zone,
  slides,
});

async function computeOne(deps: DashboardsDeps, caller: Caller, request: DashboardRequest) {
  const { principal, now } = caller;
  const { state, rowsRead, outcomes } = await compute(
    deps.db,
    { tenantId: principal.tenantId, now },
    [request],
  );
  const [outcome] = outcomes;
  if (!outcome) throw new AppError("INTERNAL_ERROR", "Internal server error");
  if (!outcome.ok) throw outcome.error;
  return { state, rowsRead, computed: outcome.computed };
}

/** An answer with its `meta`: made anew each time, and not to be kept by anybody. */
async function answerWithMeta(deps: DashboardsDeps, caller: Caller, request: DashboardRequest) {
  const { state, rowsRead, computed } = await computeOne(deps, caller, request);
  const { now, requestId } = caller;
  const durationMs = deps.clock.now() - now;
  const meta = metaOf(request, computed, { now, durationMs, requestId, state, rowsRead });
  const body = JSON.stringify({ ...jsonResult(request, computed), meta });
  return { body, headers: { "Content-Type": "application/json", "Cache-Control": "no-store" } };
}

/**
 * One dashboard. What the caller or this isolate holds already costs one look-up of version and
 * mark; anything else one batch, or both where that look-up finds it out of date.
 */
export async function answerDashboard(
  deps: DashboardsDeps,
  types: readonly DashboardType[],
  sent: Sent,
  caller: Caller,
): Promise<Answer> {
  const { principal, now, ifNoneMatch } = caller;
  const request = readRequest(types, sent, now);
  if (request.meta) return answerWithMeta(deps, caller, request);
  const about = asked(request, caller);
  const key = JSON.stringify([principal.tenantId, request.query]);
  const kept = deps.dashboardAnswers.get(key, now);
  if (kept || ifNoneMatch !== undefined) {
    const etag = await etagOf(about, await readState(deps.db, principal.tenantId, now), now);
    const held = kept?.etag === etag ? kept : undefined;
    const headers = headersOf(request, { etag, warning: held?.warning }, now);
    if (matches(ifNoneMatch, etag)) return { body: null, headers };
    if (held) return { body: held.body, headers };
  }
  const { state, computed } = await computeOne(deps, caller, request);
  const etag = await etagOf(about, state, now);
  const body = bodyOf(request, computed);
  const answer = { etag, body, warning: computed.warning?.code };
  if (body.length <= KEPT_CHARACTERS) deps.dashboardAnswers.set(key, answer, now);
  return { body, headers: headersOf(request, answer, now) };
}

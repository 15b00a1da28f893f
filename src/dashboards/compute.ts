import { type AppError, type Db, toAppError } from "#shared";
import type { DataState } from "./caching.ts";
import { deltasOf, type RowDelta, withComparison } from "./comparison.ts";
import type { Plan, Scope } from "./dashboard-type.ts";
import { type Loaded, readPlans, type SegmentRow } from "./read-dashboards.query.ts";
import type { DashboardRequest } from "./request.ts";
import type { Window } from "./window.ts";

/** Why a segment cannot be used, for programs and for people. */
interface SegmentWarning {
  code: "segment_not_found" | "segment_not_materialized";
  text: string;
}

/** What a request came to, before it is put into a form. */
export interface Computed {
  result: object;
  deltas: RowDelta[] | undefined;
  warning: SegmentWarning | undefined;
  sample: { size: number; cut: boolean } | undefined;
}

export type Outcome = { ok: true; computed: Computed } | { ok: false; error: AppError };

interface Caller {
  tenantId: string;
  now: number;
}

function planFor(request: DashboardRequest, caller: Caller, window: Window): Plan<object> {
  const scope: Scope = {
    ...caller,
    window,
    unlimited: window === request.previous,
    ...(request.segmentId !== undefined && { segmentId: request.segmentId }),
  };
  return request.type.plan(scope, request.params);
}

/** The plans of a request: its own, and that of the window before. */
function plansFor(request: DashboardRequest, caller: Caller): Plan<object>[] {
  const windows = request.previous ? [request.window, request.previous] : [request.window];
  return windows.map((window) => planFor(request, caller, window));
}

function segmentWarning(
  id: string | undefined,
  segments: ReadonlyMap<string, SegmentRow>,
): SegmentWarning | undefined {
  if (id === undefined) return undefined;
  const segment = segments.get(id);
  if (!segment) return { code: "segment_not_found", text: `Segment "${id}" was not found.` };
  if (segment.materialized_at !== null) return undefined;
  const advice = "has not been materialized yet. Refresh the segment and try again.";
  return { code: "segment_not_materialized", text: `Segment "${segment.name}" ${advice}` };
}

function computed(
  { type, segmentId }: DashboardRequest,
  [plan, before]: readonly Plan<object>[],
  [tables = [], tablesBefore = []]: Loaded["tables"],
  segments: Loaded["segments"],
): Computed {
  if (!plan) throw new Error("A request has a plan");
  const sample = plan.sample?.(tables);
  const result = plan.answer(tables);
  const warning = segmentWarning(segmentId, segments);
  const previous = before?.answer(tablesBefore);
  if (warning || !type.compare || !previous) return { result, deltas: undefined, warning, sample };
  const deltas = deltasOf(type.compare, result, previous);
  return {
    result: withComparison(type.compare, result, previous, deltas),
    deltas,
    warning,
    sample,
  };
}

/** Computes requests in one D1 batch; each fails for itself. */
export async function compute(
  db: Db,
  caller: Caller,
  requests: readonly DashboardRequest[],
): Promise<{ state: DataState; rowsRead: number; outcomes: Outcome[] }> {
  const plans = requests.map((request) => plansFor(request, caller));
  const segmentIds = new Set(requests.flatMap(({ segmentId }) => segmentId ?? []));
  const loaded = await readPlans(db, caller, [...segmentIds], plans.flat());
  const { state, rowsRead, segments } = loaded;
  const tables = [...loaded.tables];
  const outcomes = requests.map((request, at): Outcome => {
    const own = plans[at] ?? [];
    const rows = tables.splice(0, own.length);
    try {
      return { ok: true, computed: computed(request, own, rows, segments) };
    } catch (error) {
      return { ok: false, error: toAppError(error) };
    }
  });
  return { state, rowsRead, outcomes };
}

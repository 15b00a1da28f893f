import { AppError, type ErrorDetail, STATUS_OF, toAppError } from "#shared";
import { admit } from "./admission.ts";
import { type Caller, jsonResult, metaOf } from "./answer.usecases.ts";
import { compute } from "./compute.ts";
import type { DashboardType } from "./dashboard-type.ts";
import type { DashboardsDeps } from "./dashboards.ports.ts";
import { type DashboardRequest, readRequest, type Sent } from "./request.ts";

/** An item as it was sent: parameters by name. */
export type BatchItem = Readonly<Record<string, unknown>> & { id?: string | undefined };

type Checked = { id: string } & ({ request: DashboardRequest } | { error: AppError });

const badItem = (details: readonly ErrorDetail[]): AppError =>
  new AppError("BAD_REQUEST", "Invalid parameters", { details });

/** An item's parameters in the query form. */
function asQuery(item: BatchItem): Sent {
  const { id: _, ...parameters } = item;
  const sent = Object.entries(parameters).filter(([, value]) => value !== "");
  const bad = sent.filter(([, value]) => typeof value !== "string" && typeof value !== "number");
  if (bad.length > 0) {
    throw badItem(bad.map(([param]) => ({ param, message: "must be text or a number" })));
  }
  return Object.fromEntries(sent.map(([name, value]) => [name, String(value)]));
}

function check(
  types: readonly DashboardType[],
  item: BatchItem,
  at: number,
  { now }: Caller,
): Checked {
  const id = item.id ?? String(at);
  try {
    const request = readRequest(types, asQuery(item), now);
    if (request.format === "json") return { id, request };
    throw badItem([{ param: "format", message: "must be json in a batch" }]);
  } catch (error) {
    return { id, error: toAppError(error) };
  }
}

const refused = (): AppError => new AppError("RATE_LIMITED", "Too many requests");

/** Each item but the first, which the request itself has paid for, costs one unit. */
async function admitted(deps: DashboardsDeps, items: Checked[], { principal }: Caller) {
  const others = await Promise.all(items.slice(1).map(() => admit(deps, principal)));
  return items.map((item, at): Checked => {
    return at === 0 || others[at - 1] === true ? item : { id: item.id, error: refused() };
  });
}

const errorOf = ({ code, message, details }: AppError) => ({
  code,
  message,
  status: STATUS_OF[code],
  ...(details && { details }),
});

const keyOf = ({ query, meta }: DashboardRequest): string => JSON.stringify([query, meta]);

/** Up to 20 dashboards from one state of the data, equal ones computed once. */
export async function answerBatch(
  deps: DashboardsDeps,
  types: readonly DashboardType[],
  sent: readonly BatchItem[],
  caller: Caller,
) {
  const { principal, now, requestId } = caller;
  const checked = sent.map((item, at) => check(types, item, at, caller));
  const items = await admitted(deps, checked, caller);
  const distinct = new Map<string, DashboardRequest>();
  for (const item of items) if ("request" in item) distinct.set(keyOf(item.request), item.request);
  const requests = [...distinct.values()];
  const { state, rowsRead, outcomes } = await compute(
    deps.db,
    { tenantId: principal.tenantId, now },
    requests,
  );
  const made = { now, requestId, state, rowsRead, durationMs: deps.clock.now() - now };
  const places = new Map([...distinct.keys()].map((key, at) => [key, at]));
  const results = items.map((item) => {
    if ("error" in item) return { id: item.id, ok: false, error: errorOf(item.error) };
    const { id, request } = item;
    const outcome = outcomes[places.get(keyOf(request)) ?? -1];
    if (!outcome?.ok) return { id, ok: false, error: errorOf(toAppError(outcome?.error)) };
    const meta = request.meta && { meta: metaOf(request, outcome.computed, made) };
    return { id, ok: true, data: { ...jsonResult(request, outcome.computed), ...meta } };
  });
  return { results };
}

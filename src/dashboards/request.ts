import { AppError, DAY_MS, type ErrorDetail, issueDetails } from "#shared";
import type { DashboardType } from "./dashboard-type.ts";
import { parametersOf } from "./dashboards.schemas.ts";
import {
  daysWindow,
  explicitWindow,
  previousWindow,
  trendWindow,
  unboundedWindow,
  type Window,
} from "./window.ts";
import { dayStart, UTC } from "./zones.ts";

/** A checked request for one dashboard. */
export interface DashboardRequest {
  type: DashboardType;
  params: Record<string, unknown>;
  window: Window;
  previous: Window | undefined;
  segmentId: string | undefined;
  format: "json" | "csv";
  meta: boolean;
  /** The relevant parameters with their effective values: equal requests have equal ones. */
  query: Record<string, unknown>;
  /** The window moves with the clock, not only at midnight. */
  slides: boolean;
}

/** Query text by parameter, the first of repeated values; an empty one is absent. */
export type Sent = Readonly<Record<string, string>>;

interface Options {
  days?: number;
  from?: string;
  to?: string;
  segmentId?: string;
  compare?: "previous";
  format: "json" | "csv";
  meta: "0" | "1";
  tz: string;
}

const DEFAULT_DAYS = 7;
const LONGEST_DAYS = 366;
const LATENCY_DAYS = 7;
const UNSET_TYPE = "summary";

const invalid = (details: readonly ErrorDetail[]): AppError =>
  new AppError("BAD_REQUEST", "Invalid parameters", { details });

function typeNamed(types: readonly DashboardType[], name = UNSET_TYPE): DashboardType {
  const type = types.find((one) => one.name === name);
  if (type) return type;
  const allowed = types.map((one) => one.name);
  throw new AppError("BAD_REQUEST", `Unknown type: ${name}`, {
    details: [{ param: "type", message: "must be one of the allowed values", allowed }],
  });
}

const DATE_LENGTH = "2026-03-01".length;

/** An end of a window: a date is the start of its day or, as `to`, of the day after. */
function endOf(text: string, zone: string, isLast: boolean): number {
  if (text.length !== DATE_LENGTH) return Date.parse(text);
  return dayStart(Date.parse(text) / DAY_MS + (isLast ? 1 : 0), zone);
}

function rangeOf({ from, to, tz }: Options): { from: number; to: number } | undefined {
  if (from === undefined || to === undefined) {
    const [param, other] = from === undefined ? ["from", "to"] : ["to", "from"];
    if (from === to) return undefined;
    throw invalid([{ param, message: `is required beside ${other}` }]);
  }
  const range = { from: endOf(from, tz, false), to: endOf(to, tz, true) };
  if (range.from >= range.to) throw invalid([{ param: "to", message: "must be after from" }]);
  if (range.to - range.from <= LONGEST_DAYS * DAY_MS) return range;
  throw invalid([{ param: "to", message: `must be at most ${LONGEST_DAYS} days after from` }]);
}

function windowOf({ window: kind }: DashboardType, options: Options, now: number): Window {
  const range = rangeOf(options);
  const zone = options.tz;
  if (range) return explicitWindow(range, { now, zone, trend: kind === "trend" });
  switch (kind) {
    case "none":
      return unboundedWindow(now);
    case "ifGiven":
      return options.days === undefined ? unboundedWindow(now) : daysWindow(now, options.days);
    case "fixed7":
      return trendWindow(now, LATENCY_DAYS, UTC);
    case "trend":
      return trendWindow(now, options.days ?? DEFAULT_DAYS, zone);
    default:
      return daysWindow(now, options.days ?? DEFAULT_DAYS);
  }
}

/** What of the window a caller chose, as it is in effect. */
function windowQuery({ window: kind }: DashboardType, { days, bounded, period }: Window) {
  if (kind === "none" || kind === "fixed7" || !bounded) return {};
  return period.from === undefined ? { days } : { from: period.from, to: period.to };
}

const ENDS = ["from", "to"];

/** @throws BAD_REQUEST that names every relevant parameter with a bad value. */
export function readRequest(
  types: readonly DashboardType[],
  sent: Sent,
  now: number,
): DashboardRequest {
  const type = typeNamed(types, sent["type"]);
  const schema = parametersOf(type);
  // `from` and `to` override `days`, whatever it says.
  const { days, ...others } = sent;
  const overridden = "days" in schema.shape && ENDS.some((name) => name in sent);
  const read = overridden || days === undefined ? others : sent;
  const parsed = schema.safeParse(read);
  if (!parsed.success) throw invalid(issueDetails(parsed.error.issues, read));
  const options = parsed.data as unknown as Options; // the part of the schema that every type shares
  const window = windowOf(type, options, now);
  const { segmentId, format, meta, tz } = options;
  const [endsNow, explicit] = [window.end === now + 1, window.period.from !== undefined];
  const compares = options.compare === "previous" && window.bounded;
  const own = Object.keys(type.params.shape).map((name) => [name, Reflect.get(parsed.data, name)]);
  const chosen = Object.fromEntries(own.filter(([, value]) => value !== undefined));
  const params = type.effective?.(chosen, window) ?? chosen;
  const query = {
    type: type.name,
    ...params,
    ...windowQuery(type, window),
    ...(segmentId !== undefined && { segmentId }),
    ...(compares && { compare: "previous" }),
    ...(type.window === "trend" && { tz }),
    format,
  };
  return {
    type,
    params,
    window,
    previous: compares ? previousWindow(window) : undefined,
    segmentId,
    format,
    meta: meta === "1" && format === "json",
    query,
    slides: endsNow && (compares || (type.measuresElapsed === true && explicit)),
  };
}

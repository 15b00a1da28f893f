import { DAY_MS, utcDay } from "#shared";

export const UTC = "UTC";

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      calendar: "gregory",
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

/** The zone's own spelling of an IANA name; undefined for what is none, offsets included. */
export function zoneNamed(name: string): string | undefined {
  if (/^(?:utc|gmt|etc\/utc|etc\/gmt)$/i.test(name)) return UTC;
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** Until then every place had its own, unchanging time; and Date.UTC takes the years to 99 for 19xx. */
const BEFORE_STANDARD_TIME = Date.UTC(1800);

/** Milliseconds that the zone's clocks are ahead of UTC at an instant. */
function offsetAt(at: number, zone: string): number {
  const ms = Math.max(at, BEFORE_STANDARD_TIME);
  const parts = Object.fromEntries(
    formatterOf(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
}

/** The local day of an instant, counted from 1970-01-01. */
export const localDay = (ms: number, zone: string): number =>
  zone === UTC ? utcDay(ms) : utcDay(ms + offsetAt(ms, zone));

/**
 * The first instant of a local day. Clocks may skip midnight (then the day begins later) or, at the
 * date line, the whole day (then it begins, and ends, with the next).
 */
export function dayStart(day: number, zone: string): number {
  const midnight = day * DAY_MS;
  if (zone === UTC) return midnight;
  const offsets = [midnight - DAY_MS, midnight + DAY_MS].map((at) => offsetAt(at, zone));
  const starts = offsets.map((offset) => midnight - offset).toSorted((a, b) => a - b);
  return starts.find((at) => localDay(at, zone) >= day) ?? midnight;
}

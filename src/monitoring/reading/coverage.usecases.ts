import { DAY_MS, type Db, isoTimeOrNull, utcDate } from "#shared";
import { fault } from "../errors/fault.ts";
import { checkAcademies, refuseUnknownKeys } from "../lists/filters.ts";
import type { Query } from "../monitoring-env.ts";
import { typeNamed } from "../registry.ts";
import { dateFrom, daysIn, isReportDate } from "../report-dates.ts";
import type { ReportType } from "../report-type.ts";
import type { Caller } from "../scope/academy-scope.ts";
import { inScope } from "../scope/in-scope.query.ts";
import { type CoveredDay, coverageStatement } from "./coverage.query.ts";

const KEYS = ["academy", "date_start", "date_end"];
const DEFAULT_DAYS = 30;
const MAX_DAYS = 90;

interface Range {
  start: string;
  end: string;
}

/** @throws invalid-filter-value, invalid-date-range, invalid-date-range-order, date-range-too-large */
function rangeOf(query: Query, now: number): Range {
  const [start, end] = [query.get("date_start"), query.get("date_end")];
  for (const [filter, date] of Object.entries({ date_start: start, date_end: end })) {
    if (date !== undefined && !isReportDate(date)) throw fault("invalid-filter-value", { filter });
  }
  if (start === undefined && end === undefined) {
    const yesterday = utcDate(now - DAY_MS);
    return { start: dateFrom(yesterday, 1 - DEFAULT_DAYS), end: yesterday };
  }
  if (start === undefined || end === undefined) throw fault("invalid-date-range", {});
  if (start > end) throw fault("invalid-date-range-order", {});
  if (daysIn(start, end) > MAX_DAYS) throw fault("date-range-too-large", { max: MAX_DAYS });
  return { start, end };
}

/** One entry for each academy and day, also for the days that were never generated. */
function entries(academyIds: readonly number[], { start, end }: Range, covered: CoveredDay[]) {
  const byDay = new Map(covered.map((day) => [`${day.academy_id} ${day.date}`, day]));
  const dates = Array.from({ length: daysIn(start, end) }, (_, at) => dateFrom(start, at));
  return academyIds
    .toSorted((a, b) => a - b)
    .flatMap((academyId) =>
      dates.map((date) => {
        const day = byDay.get(`${academyId} ${date}`);
        return {
          academy_id: academyId,
          date,
          generated: day !== undefined,
          generated_at: isoTimeOrNull(day?.generated_at ?? null),
          generated_rows: day?.generated_rows ?? 0,
        };
      }),
    );
}

/** Which days of which academies were generated. */
export const readCoverage = (
  db: Db,
  caller: Caller,
  types: readonly ReportType[],
  { slug, query, now }: { slug: string; query: Query; now: number },
): Promise<object[]> =>
  inScope(db, caller, "strict", (ids) => {
    typeNamed(types, slug);
    refuseUnknownKeys(query, [], KEYS);
    checkAcademies(query, ids);
    const range = rangeOf(query, now);
    return {
      statements: [coverageStatement(caller.principal.tenantId, slug, ids, range)],
      answer: ([covered = []]) => entries(ids, range, covered as unknown as CoveredDay[]), // as selected
    };
  });

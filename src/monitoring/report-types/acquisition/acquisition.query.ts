import { type SQL, sql } from "drizzle-orm";
import type { DayRun } from "../../day-run.ts";
import { upsert } from "../../upsert.ts";
import { type AcquisitionSource, sourceRows } from "./acquisition-source.ts";
import { acquisitionReports } from "./acquisition.table.ts";
import { eventAttendances, eventRsvps } from "./event-checkins.query.ts";
import { formEntries, wonFormEntries } from "./form-entries.query.ts";
import { userInvites } from "./user-invites.query.ts";

const SOURCES = [formEntries, wonFormEntries, userInvites, eventRsvps, eventAttendances];

const KEY = ["tenant_id", "source_type", "source_id"];

/** Rows of the day whose source is gone, moved, or no longer what it was. */
const dropOthers = (source: AcquisitionSource, run: DayRun, mayWrite: SQL): SQL => sql`
  DELETE FROM acquisition_reports WHERE tenant_id = ${run.tenantId}
    AND academy_id = ${run.academyId} AND report_date = ${run.date}
    AND source_type = ${source.type} AND ${mayWrite}
    AND source_id NOT IN (SELECT ${source.values.source_id} ${source.records(run)})`;

/** Puts the acquisition rows of a day in place, moves those whose source moved here, drops others. */
export const writeAcquisitionRows = (run: DayRun, mayWrite: SQL): SQL[] =>
  SOURCES.flatMap((source) => [
    upsert(acquisitionReports, KEY, sourceRows(source, run), mayWrite),
    dropOthers(source, run, mayWrite),
  ]);

export const SOURCE_TYPES = SOURCES.map(({ type }) => type);

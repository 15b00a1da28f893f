import { DAY_MS } from "#shared";
import { dayStart } from "../../report-dates.ts";
import type { OnDay } from "./acquisition-fields.oracle.ts";
import { checkinRows, type Event, type EventCheckin } from "./event-checkins.oracle.ts";
import { type FormEntry, formRows } from "./form-entries.oracle.ts";
import { inviteRows, type UserInvite } from "./user-invites.oracle.ts";

/** Source records of one tenant; times in milliseconds, objects parsed. */
export interface AcquisitionSources {
  aliases: readonly { slug: string; academy_id: number }[];
  forms: readonly FormEntry[];
  invites: readonly UserInvite[];
  events: readonly Event[];
  checkins: readonly EventCheckin[];
}

/**
 * The readable statement of the acquisition report (monitoring contract, section 8): the rows and
 * warnings of a day of an academy. Times are in milliseconds. The SQL is tested against it.
 */
export function expectedAcquisition(sources: AcquisitionSources, academyId: number, date: string) {
  const start = dayStart(date);
  const onDay: OnDay = (time) => time !== null && time >= start && time < start + DAY_MS;
  const forms = formRows(sources.forms, sources.aliases, academyId, onDay);
  const rows = [
    ...forms.rows,
    ...inviteRows(sources.invites, academyId, onDay),
    ...checkinRows(sources.checkins, sources.events, academyId, onDay),
  ];
  const warning = { code: "won-without-won-at", date, count: forms.undated };
  return {
    rows: rows.map((row) => ({ ...row, academy_id: academyId, report_date: date })),
    warnings: forms.undated > 0 ? [warning] : [],
  };
}

import { type SQL, sql } from "drizzle-orm";
import { type DayRun, onDate, printedTime } from "../../day-run.ts";
import { type AcquisitionSource, emailOf } from "./acquisition-source.ts";

// CROSS JOIN keeps the order: the day's check-ins first, then the event of each.
const checkins = ({ tenantId, academyId, date }: DayRun, day: SQL): SQL =>
  sql`FROM event_checkins c CROSS JOIN events v
      ON v.tenant_id = c.tenant_id AND v.id = c.event_id
    WHERE c.tenant_id = ${tenantId} AND ${onDate(day, date)} AND v.academy_id = ${academyId}`;

const details = (stage: SQL): SQL => sql`json_object('source', 'event_checkin', 'stage', ${stage},
  'event_checkin_id', c.id, 'event_id', c.event_id, 'status', c.status,
  'created_at', ${printedTime(sql`c.created_at`)},
  'attended_at', ${printedTime(sql`c.attended_at`)})`;

const VALUES = {
  source_id: sql`c.id`,
  user_id: sql`c.attendee_id`,
  email: emailOf(sql`c.email`),
  utm_source: sql`c.utm_source`,
  utm_medium: sql`c.utm_medium`,
  utm_campaign: sql`c.utm_campaign`,
  landing_url: sql`c.utm_url`,
  event_slug: sql`v.slug`,
  asset_slug: sql`v.asset_slug`,
};

export const eventRsvps: AcquisitionSource = {
  type: "EVENT_RSVP",
  records: (run) => checkins(run, sql`c.created_at`),
  values: { ...VALUES, funnel_tier: sql`4`, details: details(sql`'rsvp'`) },
};

export const eventAttendances: AcquisitionSource = {
  type: "EVENT_ATTENDED",
  records: (run) => checkins(run, sql`c.attended_at`),
  values: { ...VALUES, funnel_tier: sql`3`, details: details(sql`'attended'`) },
};

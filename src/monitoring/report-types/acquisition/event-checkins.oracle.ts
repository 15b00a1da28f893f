import { isoTimeOrNull } from "#shared";
import { emailOf, type Id, NOTHING, type OnDay, type Text } from "./acquisition-fields.oracle.ts";

export interface EventCheckin {
  id: number;
  event_id: number;
  created_at: number;
  attended_at: number | null;
  status: Text;
  attendee_id: Id;
  email: Text;
  utm_source: Text;
  utm_medium: Text;
  utm_campaign: Text;
  utm_url: Text;
}

export interface Event {
  id: number;
  academy_id: Id;
  slug: Text;
  asset_slug: Text;
}

function checkinRow(checkin: EventCheckin, event: Event, stage: "rsvp" | "attended") {
  return {
    ...NOTHING,
    source_type: stage === "rsvp" ? "EVENT_RSVP" : "EVENT_ATTENDED",
    source_id: checkin.id,
    user_id: checkin.attendee_id,
    email: emailOf(checkin.email),
    funnel_tier: stage === "rsvp" ? 4 : 3,
    utm_source: checkin.utm_source,
    utm_medium: checkin.utm_medium,
    utm_campaign: checkin.utm_campaign,
    landing_url: checkin.utm_url,
    event_slug: event.slug,
    asset_slug: event.asset_slug,
    details: {
      source: "event_checkin",
      stage,
      event_checkin_id: checkin.id,
      event_id: checkin.event_id,
      status: checkin.status,
      created_at: isoTimeOrNull(checkin.created_at),
      attended_at: isoTimeOrNull(checkin.attended_at),
    },
  };
}

export function checkinRows(
  checkins: readonly EventCheckin[],
  events: readonly Event[],
  academyId: number,
  onDay: OnDay,
) {
  const byId = new Map(events.map((event) => [event.id, event]));
  return checkins.flatMap((checkin) => {
    const event = byId.get(checkin.event_id);
    if (event?.academy_id !== academyId) return [];
    return [
      ...(onDay(checkin.created_at) ? [checkinRow(checkin, event, "rsvp")] : []),
      ...(onDay(checkin.attended_at) ? [checkinRow(checkin, event, "attended")] : []),
    ];
  });
}

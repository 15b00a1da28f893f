export type Text = string | null;
export type Id = number | null;
export type Json = Readonly<Record<string, unknown>> | null;
/** Whether an instant lies on the day. */
export type OnDay = (time: number | null) => boolean;

/** Fields that most sources lack. */
export const NOTHING = {
  utm_source: null,
  utm_medium: null,
  utm_campaign: null,
  utm_term: null,
  utm_content: null,
  utm_placement: null,
  landing_url: null,
  conversion_url: null,
  lead_type: null,
  deal_status: null,
  attribution_id: null,
  event_slug: null,
  asset_slug: null,
  course_id: null,
  cohort_id: null,
  syllabus_id: null,
  role_id: null,
  author_id: null,
  subscription_seat_id: null,
  plan_financing_seat_id: null,
  payment_method_id: null,
  team_seat_invite: 0,
};

/** Trimmed; lower case of ASCII letters, as far as SQLite goes. */
export const emailOf = (email: Text): string =>
  (email ?? "").trim().replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

export function textFrom(object: Json, key: string): Text {
  const value = object?.[key];
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : null;
}

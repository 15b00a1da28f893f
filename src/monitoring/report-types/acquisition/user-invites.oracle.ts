import { isoTimeOrNull } from "#shared";
import {
  emailOf,
  type Id,
  type Json,
  NOTHING,
  type OnDay,
  type Text,
  textFrom,
} from "./acquisition-fields.oracle.ts";

export interface UserInvite {
  id: number;
  created_at: number;
  academy_id: Id;
  cohort_id: Id;
  cohort_academy_id: Id;
  course_id: Id;
  course_academy_id: Id;
  syllabus_id: Id;
  syllabus_academy_owner_id: Id;
  user_id: Id;
  author_id: Id;
  email: Text;
  role: Text;
  event_slug: Text;
  asset_slug: Text;
  conversion_info: Json;
  subscription_seat_id: Id;
  plan_financing_seat_id: Id;
  payment_method_id: Id;
  status: Text;
  process_status: Text;
  sent_at: number | null;
  opened_at: number | null;
  clicked_at: number | null;
}

const isNonEmptyObject = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).length > 0;

const inviteRow = (invite: UserInvite) => {
  const { conversion_info: info } = invite;
  const seat = invite.subscription_seat_id ?? invite.plan_financing_seat_id;
  return {
    ...NOTHING,
    source_type: "USER_INVITE",
    source_id: invite.id,
    user_id: invite.user_id,
    email: emailOf(invite.email),
    funnel_tier: isNonEmptyObject(info?.["sale"]) ? 1 : 4,
    utm_source: textFrom(info, "utm_source"),
    utm_medium: textFrom(info, "utm_medium"),
    utm_campaign: textFrom(info, "utm_campaign"),
    utm_term: textFrom(info, "utm_term"),
    utm_content: textFrom(info, "utm_content"),
    utm_placement: textFrom(info, "utm_placement"),
    landing_url: textFrom(info, "landing_url"),
    conversion_url: textFrom(info, "conversion_url"),
    event_slug: invite.event_slug,
    asset_slug: invite.asset_slug,
    course_id: invite.course_id,
    cohort_id: invite.cohort_id,
    syllabus_id: invite.syllabus_id,
    role_id: invite.role,
    author_id: invite.author_id,
    subscription_seat_id: invite.subscription_seat_id,
    plan_financing_seat_id: invite.plan_financing_seat_id,
    payment_method_id: invite.payment_method_id,
    team_seat_invite: seat === null ? 0 : 1,
    details: {
      source: "user_invite",
      conversion_info: info,
      status: invite.status,
      process_status: invite.process_status,
      sent_at: isoTimeOrNull(invite.sent_at),
      opened_at: isoTimeOrNull(invite.opened_at),
      clicked_at: isoTimeOrNull(invite.clicked_at),
    },
  };
};

const inviteAcademy = (invite: UserInvite): Id =>
  invite.academy_id ??
  invite.cohort_academy_id ??
  invite.course_academy_id ??
  invite.syllabus_academy_owner_id;

export const inviteRows = (invites: readonly UserInvite[], academyId: number, onDay: OnDay) =>
  invites
    .filter((invite) => inviteAcademy(invite) === academyId && onDay(invite.created_at))
    .map(inviteRow);

import { type SQL, sql } from "drizzle-orm";
import { onDate, printedTime } from "../../day-run.ts";
import { type AcquisitionSource, emailOf, textFrom } from "./acquisition-source.ts";

const INFO = sql`i.conversion_info`;
const fromInfo = (key: SQL): SQL => textFrom(INFO, key);

export const userInvites: AcquisitionSource = {
  type: "USER_INVITE",
  records: ({ tenantId, academyId, date }) => sql`FROM user_invites i
    WHERE i.tenant_id = ${tenantId} AND ${onDate(sql`i.created_at`, date)}
      AND coalesce(i.academy_id, i.cohort_academy_id, i.course_academy_id,
        i.syllabus_academy_owner_id) = ${academyId}`,
  values: {
    source_id: sql`i.id`,
    user_id: sql`i.user_id`,
    email: emailOf(sql`i.email`),
    funnel_tier: sql`CASE WHEN json_type(${INFO}, '$.sale') = 'object'
      AND ${INFO} -> '$.sale' <> '{}' THEN 1 ELSE 4 END`,
    utm_source: fromInfo(sql`'$.utm_source'`),
    utm_medium: fromInfo(sql`'$.utm_medium'`),
    utm_campaign: fromInfo(sql`'$.utm_campaign'`),
    utm_term: fromInfo(sql`'$.utm_term'`),
    utm_content: fromInfo(sql`'$.utm_content'`),
    utm_placement: fromInfo(sql`'$.utm_placement'`),
    landing_url: fromInfo(sql`'$.landing_url'`),
    conversion_url: fromInfo(sql`'$.conversion_url'`),
    event_slug: sql`i.event_slug`,
    asset_slug: sql`i.asset_slug`,
    course_id: sql`i.course_id`,
    cohort_id: sql`i.cohort_id`,
    syllabus_id: sql`i.syllabus_id`,
    role_id: sql`i.role`,
    author_id: sql`i.author_id`,
    subscription_seat_id: sql`i.subscription_seat_id`,
    plan_financing_seat_id: sql`i.plan_financing_seat_id`,
    payment_method_id: sql`i.payment_method_id`,
    team_seat_invite: sql`coalesce(i.subscription_seat_id, i.plan_financing_seat_id) IS NOT NULL`,
    details: sql`json_object('source', 'user_invite', 'conversion_info', json(${INFO}),
      'status', i.status, 'process_status', i.process_status,
      'sent_at', ${printedTime(sql`i.sent_at`)}, 'opened_at', ${printedTime(sql`i.opened_at`)},
      'clicked_at', ${printedTime(sql`i.clicked_at`)})`,
  },
};

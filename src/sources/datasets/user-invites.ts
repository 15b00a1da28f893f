import { defineDataset } from "../dataset.ts";
import { object, optional, sourceId, text, time } from "../fields.ts";

export const userInvites = defineDataset({
  name: "user_invites",
  about: "Invitations to an academy, cohort, course or seat.",
  key: ["id"],
  fields: {
    id: sourceId("Invite id."),
    created_at: time("When it was made."),
    academy_id: optional(sourceId("Academy of the invite.")),
    cohort_id: optional(sourceId("Cohort.")),
    cohort_academy_id: optional(sourceId("Academy of the cohort.")),
    course_id: optional(sourceId("Course.")),
    course_academy_id: optional(sourceId("Academy of the course.")),
    syllabus_id: optional(sourceId("Syllabus.")),
    syllabus_academy_owner_id: optional(sourceId("Academy that owns the syllabus.")),
    user_id: optional(sourceId("The invited user, once known.")),
    author_id: optional(sourceId("Who invited.")),
    email: optional(text("Address invited.")),
    role: optional(text("Role offered.")),
    event_slug: optional(text("Event it came from.")),
    asset_slug: optional(text("Asset it came from.")),
    conversion_info: optional(object("UTM values, landing and conversion URL, sale.")),
    subscription_seat_id: optional(sourceId("Seat of a subscription.")),
    plan_financing_seat_id: optional(sourceId("Seat of a financing.")),
    payment_method_id: optional(sourceId("Payment method.")),
    status: optional(text("Status of the invite.")),
    process_status: optional(text("Status of its processing.")),
    sent_at: optional(time("When it was sent.")),
    opened_at: optional(time("When it was opened.")),
    clicked_at: optional(time("When it was clicked.")),
  },
});

import { type Case, describeCases, utm } from "./acquisition-cases.ts";
import { at, DAY } from "./kit.ts";

const noon = at(DAY, 0);
const before = at(DAY, -1, "23:59:59.999");
const invite = (id: number, record: object) => ({ id, created_at: noon, ...record });
const seat = { academy_id: 1, created_at: noon };

/** Monitoring contract, section 8. */
const INVITES: Case[] = [
  [
    "tier 4 without a sale",
    invite(1, { academy_id: 1 }),
    {
      USER_INVITE: { funnel_tier: 4, utm_source: null, email: "" },
    },
  ],
  [
    "an empty sale is none",
    invite(2, { academy_id: 1, conversion_info: { sale: {} } }),
    {
      USER_INVITE: { funnel_tier: 4 },
    },
  ],
  [
    "a sale is tier 1",
    invite(3, { academy_id: 1, conversion_info: { sale: { id: 1 } } }),
    {
      USER_INVITE: { funnel_tier: 1 },
    },
  ],
  [
    "a list is no sale",
    invite(4, { academy_id: 1, conversion_info: { sale: [1] } }),
    {
      USER_INVITE: { funnel_tier: 4 },
    },
  ],
  [
    "academy of the cohort",
    invite(5, { cohort_academy_id: 1, course_academy_id: 2 }),
    { USER_INVITE: {} },
  ],
  [
    "academy of the course",
    invite(6, { course_academy_id: 1, syllabus_academy_owner_id: 2 }),
    { USER_INVITE: {} },
  ],
  ["academy of the syllabus", invite(7, { syllabus_academy_owner_id: 1 }), { USER_INVITE: {} }],
  ["its own academy first", invite(8, { academy_id: 2, cohort_academy_id: 1 }), {}],
  [
    "seat of a subscription",
    { id: 9, ...seat, subscription_seat_id: 3 },
    {
      USER_INVITE: { team_seat_invite: 1, subscription_seat_id: 3 },
    },
  ],
  [
    "seat of a financing",
    { id: 10, ...seat, plan_financing_seat_id: 4 },
    {
      USER_INVITE: { team_seat_invite: 1, plan_financing_seat_id: 4 },
    },
  ],
  [
    "every field",
    invite(11, {
      academy_id: 1,
      user_id: 6,
      author_id: 7,
      email: "B@x.io",
      role: "student",
      cohort_id: 8,
      course_id: 9,
      syllabus_id: 10,
      event_slug: "ev",
      asset_slug: "as",
      payment_method_id: 11,
      status: "ACCEPTED",
      process_status: "DONE",
      sent_at: noon,
      conversion_info: {
        ...utm,
        utm_source: 12.5,
        utm_term: null,
        utm_content: true,
        utm_placement: { a: 1 },
        landing_url: "l",
        conversion_url: "c",
      },
    }),
    {
      USER_INVITE: {
        ...utm,
        utm_source: "12.5",
        utm_term: null,
        utm_content: null,
        utm_placement: null,
        landing_url: "l",
        conversion_url: "c",
        user_id: 6,
        author_id: 7,
        email: "b@x.io",
        role_id: "student",
        cohort_id: 8,
        course_id: 9,
        syllabus_id: 10,
        event_slug: "ev",
        asset_slug: "as",
        payment_method_id: 11,
        lead_type: null,
        deal_status: null,
        attribution_id: null,
        details: {
          source: "user_invite",
          conversion_info: {
            ...utm,
            utm_source: 12.5,
            utm_term: null,
            utm_content: true,
            utm_placement: { a: 1 },
            landing_url: "l",
            conversion_url: "c",
          },
          status: "ACCEPTED",
          process_status: "DONE",
          sent_at: "2026-04-13T12:00:00Z",
          opened_at: null,
          clicked_at: null,
        },
      },
    },
  ],
];

const CHECKINS: Case[] = [
  [
    "signed up and came on the day",
    { id: 1, event_id: 1, created_at: noon, attended_at: noon, status: "DONE" },
    {
      EVENT_RSVP: { funnel_tier: 4 },
      EVENT_ATTENDED: { funnel_tier: 3 },
    },
  ],
  [
    "came the day after",
    { id: 2, event_id: 1, created_at: before, attended_at: noon, status: "PENDING" },
    {
      EVENT_ATTENDED: { funnel_tier: 3 },
    },
  ],
  ["another academy's event", { id: 3, event_id: 2, created_at: noon }, {}],
  ["an event nobody knows", { id: 4, event_id: 3, created_at: noon }, {}],
  [
    "every field",
    {
      id: 5,
      event_id: 1,
      created_at: noon,
      attendee_id: 8,
      email: "C@x.io",
      ...utm,
      utm_url: "u",
      status: "PENDING",
    },
    {
      EVENT_RSVP: {
        ...utm,
        utm_term: null,
        landing_url: "u",
        conversion_url: null,
        user_id: 8,
        email: "c@x.io",
        event_slug: "open-day",
        asset_slug: "asset",
        team_seat_invite: 0,
        details: {
          source: "event_checkin",
          stage: "rsvp",
          event_checkin_id: 5,
          event_id: 1,
          status: "PENDING",
          created_at: "2026-04-13T12:00:00Z",
          attended_at: null,
        },
      },
    },
  ],
];

describeCases("user_invites", INVITES);
describeCases("event_checkins", CHECKINS);

import { type Case, describeCases, utm } from "./acquisition-cases.ts";
import { at, DAY } from "./kit.ts";

const noon = at(DAY, 0);
const before = at(DAY, -1, "23:59:59.999");
const form = (id: number, record: object) => ({ id, academy_id: 1, created_at: noon, ...record });

/** Monitoring contract, section 8. */
const CASES: Case[] = [
  [
    "won is tier 1",
    form(1, { deal_status: "WON", won_at: before }),
    {
      FORM_ENTRY: { funnel_tier: 1, deal_status: "WON" },
    },
  ],
  [
    "strong is tier 2",
    form(2, { lead_type: "STRONG" }),
    {
      FORM_ENTRY: { funnel_tier: 2, lead_type: "STRONG" },
    },
  ],
  [
    "soft is tier 3",
    form(3, { lead_type: "SOFT" }),
    {
      FORM_ENTRY: { funnel_tier: 3 },
    },
  ],
  [
    "discovery is tier 4",
    form(4, { lead_type: "DISCOVERY" }),
    {
      FORM_ENTRY: { funnel_tier: 4 },
    },
  ],
  [
    "lost and strong is tier 2",
    form(5, { deal_status: "LOST", lead_type: "STRONG" }),
    {
      FORM_ENTRY: { funnel_tier: 2 },
    },
  ],
  [
    "won on its day gives two rows",
    form(6, { deal_status: "WON", won_at: at(DAY, 0, "23:59:59.999") }),
    {
      FORM_ENTRY: { funnel_tier: 1 },
      FORM_ENTRY_WON: { funnel_tier: 1 },
    },
  ],
  [
    "won later than made",
    form(7, { created_at: before, deal_status: "WON", won_at: at(DAY, 0, "00:00:00.000") }),
    {
      FORM_ENTRY_WON: { funnel_tier: 1 },
    },
  ],
  ["won_at without WON", form(8, { created_at: before, won_at: noon }), {}],
  [
    "first instant of the day",
    form(9, { created_at: at(DAY, 0, "00:00:00.000") }),
    { FORM_ENTRY: {} },
  ],
  ["first instant after it", form(10, { created_at: at(DAY, 1, "00:00:00.000") }), {}],
  [
    "by alias of its trimmed location",
    form(11, { academy_id: null, location: " miami\t" }),
    { FORM_ENTRY: {} },
  ],
  ["an alias is exact", form(12, { academy_id: null, location: "Miami" }), {}],
  ["its own academy before an alias", form(13, { academy_id: 2, location: "miami" }), {}],
  ["no academy", form(14, { academy_id: null }), {}],
  [
    "every field",
    form(15, {
      ...utm,
      user_id: 5,
      email: " Ana@X.io ",
      utm_term: "t",
      utm_content: "c",
      utm_placement: "p",
      utm_url: "https://x.io/l",
      attribution_id: "at",
      custom_fields: { conversion_url: "https://x.io/c", n: 1 },
      current_download: "d",
      gclid: "g",
      referral_key: "r",
      deal_status: "WON",
      won_at: at(DAY, 0, "08:15:21.042"),
    }),
    {
      FORM_ENTRY: {
        ...utm,
        user_id: 5,
        email: "ana@x.io",
        utm_term: "t",
        utm_content: "c",
        utm_placement: "p",
        landing_url: "https://x.io/l",
        conversion_url: "https://x.io/c",
        attribution_id: "at",
        event_slug: null,
        asset_slug: null,
        author_id: null,
        team_seat_invite: 0,
        details: {
          source: "form_entry",
          custom_fields: { conversion_url: "https://x.io/c", n: 1 },
          current_download: "d",
          gclid: "g",
          referral_key: "r",
        },
      },
      FORM_ENTRY_WON: {
        email: "ana@x.io",
        ...utm,
        details: {
          source: "form_entry",
          custom_fields: { conversion_url: "https://x.io/c", n: 1 },
          current_download: "d",
          gclid: "g",
          referral_key: "r",
          stage: "won",
          won_at: "2026-04-13T08:15:21.042Z",
        },
      },
    },
  ],
  [
    "WON on the day without won_at is a warning",
    form(16, { deal_status: "WON" }),
    {
      FORM_ENTRY: { funnel_tier: 1, email: "" },
    },
  ],
];

describeCases("form_entries", CASES, 1);

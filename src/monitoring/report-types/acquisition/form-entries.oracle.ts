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

export interface FormEntry {
  id: number;
  created_at: number;
  academy_id: Id;
  location: Text;
  user_id: Id;
  email: Text;
  deal_status: Text;
  won_at: number | null;
  lead_type: Text;
  utm_source: Text;
  utm_medium: Text;
  utm_campaign: Text;
  utm_content: Text;
  utm_term: Text;
  utm_placement: Text;
  utm_url: Text;
  attribution_id: Text;
  custom_fields: Json;
  current_download: Text;
  gclid: Text;
  referral_key: Text;
}

const formFields = (entry: FormEntry) => ({
  ...NOTHING,
  source_id: entry.id,
  user_id: entry.user_id,
  email: emailOf(entry.email),
  utm_source: entry.utm_source,
  utm_medium: entry.utm_medium,
  utm_campaign: entry.utm_campaign,
  utm_term: entry.utm_term,
  utm_content: entry.utm_content,
  utm_placement: entry.utm_placement,
  landing_url: entry.utm_url,
  conversion_url: textFrom(entry.custom_fields, "conversion_url"),
  lead_type: entry.lead_type,
  deal_status: entry.deal_status,
  attribution_id: entry.attribution_id,
});

const formDetails = (entry: FormEntry) => ({
  source: "form_entry",
  custom_fields: entry.custom_fields,
  current_download: entry.current_download,
  gclid: entry.gclid,
  referral_key: entry.referral_key,
});

function formTier({ deal_status, lead_type }: FormEntry): number {
  if (deal_status === "WON") return 1;
  if (lead_type === "STRONG") return 2;
  return lead_type === "SOFT" ? 3 : 4;
}

/** Rows of the forms, and how many deals won on the day do not say when. */
export function formRows(
  forms: readonly FormEntry[],
  aliases: readonly { slug: string; academy_id: number }[],
  academyId: number,
  onDay: OnDay,
) {
  const byAlias = new Map(aliases.map(({ slug, academy_id }) => [slug, academy_id]));
  const mine = forms.filter(
    ({ academy_id, location }) =>
      (academy_id ?? byAlias.get(location?.trim() ?? "\0none")) === academyId,
  );
  const created = mine.filter(({ created_at }) => onDay(created_at));
  const won = mine.filter(({ won_at, deal_status }) => deal_status === "WON" && onDay(won_at));
  const undated = created.filter((one) => one.deal_status === "WON" && one.won_at === null);
  return {
    undated: undated.length,
    rows: [
      ...created.map((entry) => ({
        ...formFields(entry),
        source_type: "FORM_ENTRY",
        funnel_tier: formTier(entry),
        details: formDetails(entry),
      })),
      ...won.map((entry) => ({
        ...formFields(entry),
        source_type: "FORM_ENTRY_WON",
        funnel_tier: 1,
        details: { ...formDetails(entry), stage: "won", won_at: isoTimeOrNull(entry.won_at) },
      })),
    ],
  };
}

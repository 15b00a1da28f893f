import { readAcquisitionSpan } from "#monitoring";
import { DAY_MS, utcDate } from "#shared";
import { defineDataTemplate, type Refusal } from "../data-template.ts";
import { counted, share } from "../parts/numbers.ts";
import { academy, date } from "../parts/parameters.ts";
import { type AcquisitionFunnel, acquisitionSections } from "./acquisition-sections.ts";

const USUAL_DAYS = 30;
const MOST_DAYS = 366;

interface Ends {
  date_start?: string | undefined;
  date_end?: string | undefined;
}

const shifted = (from: string, days: number): string => utcDate(Date.parse(from) + days * DAY_MS);

/** Both dates included. Where one is not given, thirty days; where none is, those up to yesterday. */
function spanOf({ date_start: start, date_end: end }: Ends, asOf: number) {
  if (start !== undefined) return { start, end: end ?? shifted(start, USUAL_DAYS - 1) };
  const last = end ?? shifted(utcDate(asOf), -1);
  return { start: shifted(last, 1 - USUAL_DAYS), end: last };
}

function check({ date_start: start, date_end: end }: Ends): Refusal | null {
  if (start === undefined || end === undefined) return null;
  if (start > end) return { parameter: "date_end", rule: "must not be before date_start" };
  const days = (Date.parse(end) - Date.parse(start)) / DAY_MS + 1;
  if (days <= MOST_DAYS) return null;
  return { parameter: "date_end", rule: `must be within ${MOST_DAYS} days of date_start` };
}

export const acquisitionFunnel = defineDataTemplate({
  id: "cca11c73-10db-40a3-b9cf-7b6999a1cc7d",
  name: "Acquisition Funnel",
  description: "Where an academy's leads come from and how far they get.",
  category: "analysis",
  required_role: "user",
  estimated_time_minutes: 2,
  parameters: {
    academy_id: academy,
    date_start: date("From", "Default: 30 days in all."),
    date_end: date("To", "Default: yesterday."),
  },
  check,
  async collect({ db }, { tenantId, asOf }, values): Promise<AcquisitionFunnel> {
    const academyId = values.academy_id;
    const { start, end } = spanOf(values, asOf);
    const span = await readAcquisitionSpan(db, { tenantId, academyId }, { start, end });
    return { academyId, start, end, span };
  },
  sections: acquisitionSections,
  facts({ academyId, start, end, span: { summary } }) {
    const { report_row_count: rows, by_funnel_tier: tiers } = summary;
    const won = tiers["1"] ?? 0;
    const [source] = summary.top_utm_sources;
    return [
      `From ${start} to ${end}, the acquisition report of academy ${academyId} has ${counted(rows, "row")} of ${counted(summary.unique_identities, "identity", "identities")}.`,
      `${counted(won, "acquisition row", "acquisition rows")} of academy ${academyId} reached the tier “won or sale” (${share(won, rows)}).`,
      ...(source
        ? [
            `The campaign source that brought most to academy ${academyId} is “${source.utm_source}” with ${counted(source.count, "row")}.`,
          ]
        : []),
      `${counted(summary.team_seat_invite_count, "invitation was", "invitations were")} for a team seat in academy ${academyId}.`,
    ];
  },
});

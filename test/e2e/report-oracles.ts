import type { ChurnSources } from "../../src/monitoring/report-types/churn/churn-metrics.oracle.ts";
import type { FormEntry } from "../../src/monitoring/report-types/acquisition/form-entries.oracle.ts";
import { expectedAcquisition } from "../../src/monitoring/report-types/acquisition/acquisition.oracle.ts";
import { expectedChurn } from "../../src/monitoring/report-types/churn/churn.oracle.ts";
import { recordsOf, type SourceRecord } from "./real-files.ts";

const ms = (time: unknown): number | null => (typeof time === "string" ? Date.parse(time) : null);

/** Source records as the churn oracle takes them, by user. */
function learnersOf(folders: readonly string[]): Map<unknown, ChurnSources> {
  const all = (dataset: string) => folders.flatMap((folder) => recordsOf(folder, dataset));
  const activities = Map.groupBy(all("activities"), ({ user_id }) => user_id);
  const subscriptions = Map.groupBy(all("subscriptions"), ({ user_id }) => user_id);
  const subscription = (one: SourceRecord) =>
    ({
      ...one,
      next_payment_at: ms(one["next_payment_at"]),
      starts_at: ms(one["starts_at"]),
      ended_at: ms(one["ended_at"]),
    }) as ChurnSources["subscriptions"][number];
  const activity = (one: SourceRecord) =>
    ({
      academy_id: null,
      count: 1,
      ...one,
      timestamp: ms(one["timestamp"]),
    }) as ChurnSources["activities"][number];
  return new Map(
    [...subscriptions].map(([user, own]) => [
      user,
      {
        subscriptions: own.map(subscription),
        activities: (activities.get(user) ?? []).map(activity),
        telemetry: [],
      },
    ]),
  );
}

/** The churn rows that the oracle expects of these folders' records, user by user. */
export function churnOracle(folders: readonly string[]) {
  const learners = [...learnersOf(folders).values()];
  return (academyId: number, date: string) =>
    learners.flatMap((sources) => expectedChurn(sources, academyId, date).map(({ row }) => row));
}

const FORM_FIELDS =
  "academy_id location user_id email deal_status lead_type utm_source utm_medium utm_campaign utm_content utm_term utm_placement utm_url attribution_id custom_fields current_download gclid referral_key";

/** The acquisition rows that the oracle expects of a folder's form entries. */
export function acquisitionOracle(folder: string) {
  const unset = Object.fromEntries(FORM_FIELDS.split(" ").map((name) => [name, null]));
  const forms = recordsOf(folder, "form_entries").map(
    (one) =>
      ({
        ...unset,
        ...one,
        created_at: ms(one["created_at"]),
        won_at: ms(one["won_at"]),
      }) as unknown as FormEntry, // its shape is the dataset's, which ingestion has checked
  );
  const sources = { aliases: [], forms, invites: [], events: [], checkins: [] };
  return (academyId: number, date: string) => expectedAcquisition(sources, academyId, date).rows;
}

import { createCalendar } from "./demo/calendar.ts";
import * as catalogue from "./demo/catalogue.ts";
import { decisionEvents, decisionFlows, decisionTraces } from "./demo/decisions.ts";
import * as leads from "./demo/leads.ts";
import * as learners from "./demo/learners.ts";
import * as ledgers from "./demo/ledgers.ts";
import type { DemoRecord } from "./demo/record.ts";
import { placementEvents } from "./demo/responses.ts";

/** Records by dataset, in the order in which they are loaded. */
export type DemoData = Map<string, DemoRecord[]>;

/** Made-up data for every dataset: the same for the same day, and about the weeks before `now`. */
export function demoData(now: Date): DemoData {
  const calendar = createCalendar(now);
  return new Map([
    ["academies", learners.academies()],
    ["academy_aliases", learners.academyAliases()],
    ["users", learners.users()],
    ["subscriptions", learners.subscriptions(calendar)],
    ["activities", learners.activities(calendar)],
    ["exercise_telemetry", learners.exerciseTelemetry(calendar)],
    ["form_entries", leads.formEntries(calendar)],
    ["user_invites", leads.userInvites(calendar)],
    ["events", leads.events()],
    ["event_checkins", leads.eventCheckins(calendar)],
    ["categories", catalogue.categories()],
    ["offers", catalogue.offers()],
    ["channels", catalogue.channels()],
    ["creatives", catalogue.creatives()],
    ["experiments", catalogue.experiments()],
    ["journeys", catalogue.journeys()],
    ["triggers", catalogue.triggers()],
    ["approvals", catalogue.approvals(calendar)],
    ["segments", catalogue.segments(calendar)],
    ["segment_members", catalogue.segmentMembers()],
    ["decision_flows", decisionFlows()],
    ["decision_traces", decisionTraces(calendar)],
    ["interactions", [...placementEvents(calendar), ...decisionEvents(calendar)]],
    ["budget_allocations", ledgers.budgetAllocations(calendar)],
    ["budget_spend", ledgers.budgetSpend(calendar)],
    ["attribution_results", ledgers.attributionResults(calendar)],
    ["algorithm_models", ledgers.algorithmModels(calendar)],
    ["model_metric_snapshots", ledgers.modelMetricSnapshots(calendar)],
    ["suppressions", ledgers.suppressions(calendar)],
    ["runs", ledgers.runs(calendar)],
  ]);
}

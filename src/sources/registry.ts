import type { Dataset } from "./dataset.ts";
import { academies } from "./datasets/academies.ts";
import { academyAliases } from "./datasets/academy-aliases.ts";
import { activities } from "./datasets/activities.ts";
import { algorithmModels } from "./datasets/algorithm-models.ts";
import { approvals } from "./datasets/approvals.ts";
import { attributionResults } from "./datasets/attribution-results.ts";
import { budgetAllocations } from "./datasets/budget-allocations.ts";
import { budgetSpend } from "./datasets/budget-spend.ts";
import { categories } from "./datasets/categories.ts";
import { channels } from "./datasets/channels.ts";
import { creatives } from "./datasets/creatives.ts";
import { decisionFlows } from "./datasets/decision-flows.ts";
import { decisionTraces } from "./datasets/decision-traces.ts";
import { eventCheckins } from "./datasets/event-checkins.ts";
import { events } from "./datasets/events.ts";
import { exerciseTelemetry } from "./datasets/exercise-telemetry.ts";
import { experiments } from "./datasets/experiments.ts";
import { formEntries } from "./datasets/form-entries.ts";
import { interactions } from "./datasets/interactions.ts";
import { journeys } from "./datasets/journeys.ts";
import { modelMetricSnapshots } from "./datasets/model-metric-snapshots.ts";
import { offers } from "./datasets/offers.ts";
import { outcomeTypes } from "./datasets/outcome-types.ts";
import { runs } from "./datasets/runs.ts";
import { segmentMembers } from "./datasets/segment-members.ts";
import { segments } from "./datasets/segments.ts";
import { subscriptions } from "./datasets/subscriptions.ts";
import { suppressions } from "./datasets/suppressions.ts";
import { triggers } from "./datasets/triggers.ts";
import { userInvites } from "./datasets/user-invites.ts";
import { users } from "./datasets/users.ts";

/** Every dataset, in the order in which they are listed: one line a dataset. */
export const datasets: readonly Dataset[] = [
  academies,
  academyAliases,
  users,
  subscriptions,
  activities,
  exerciseTelemetry,
  formEntries,
  userInvites,
  events,
  eventCheckins,
  categories,
  offers,
  channels,
  creatives,
  experiments,
  journeys,
  triggers,
  approvals,
  segments,
  segmentMembers,
  outcomeTypes,
  interactions,
  decisionTraces,
  decisionFlows,
  budgetAllocations,
  budgetSpend,
  attributionResults,
  algorithmModels,
  modelMetricSnapshots,
  suppressions,
  runs,
];

const byName = new Map(datasets.map((dataset) => [dataset.name, dataset]));

export const findDataset = (name: string): Dataset | undefined => byName.get(name);

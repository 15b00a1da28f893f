import { z } from "zod";
import { tableOf } from "../csv-table.ts";
import { defineDashboardType, planOf } from "../dashboard-type.ts";
import { degradedCounts } from "../trace-days.query.ts";

const response = z.strictObject({
  degradedCount: z.int(),
  totalCount: z.int().describe("Traces that scored, or fell back."),
  days: z.int(),
  hasData: z.boolean(),
});

export const degradedScoring = defineDashboardType({
  name: "degraded_scoring",
  about: "Decisions made without the model, of those that scored.",
  window: "days",
  segment: false,
  params: z.object({}),
  response,
  plan: (scope) =>
    planOf(
      [degradedCounts(scope, scope.window)],
      ([row]: { degraded: number; scoring: number }[]) => ({
        degradedCount: row?.degraded ?? 0,
        totalCount: row?.scoring ?? 0,
        days: scope.window.days,
        hasData: (row?.scoring ?? 0) > 0,
      }),
    ),
  csv: (result) => tableOf(response, [result]),
  compare: {
    rows: (result) => [{ key: "", row: result }],
    fields: { degradedCount: 0, totalCount: 0 },
  },
});

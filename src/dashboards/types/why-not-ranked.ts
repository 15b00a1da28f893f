import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { AppError, type CsvCell } from "#shared";
import { defineDashboardType, planOf, type Scope } from "../dashboard-type.ts";
import { id } from "../dashboards.schemas.ts";
import { rate, round } from "../numbers.ts";
import { period } from "../period.schemas.ts";
import {
  RANK_COLUMNS,
  type RankCounts,
  rankCounts,
  rankDistribution,
  sampleOf,
  sampleSize,
} from "../trace-sample.query.ts";

const CAP = 1_000;
const WINNERS = 5;

const params = z.object({ offerId: id("The offer; a deleted one too.") });

const winner = z.strictObject({ offerId: z.string(), offerName: z.string(), count: z.int() });

const response = z.strictObject({
  offerId: z.string(),
  offerName: z.string(),
  timesEligible: z.int(),
  timesSelected: z.int(),
  missRate: z.number(),
  missReasons: z.strictObject({
    scoredTooLow: z.int(),
    filteredByContactPolicy: z.int(),
    filteredByQualification: z.int(),
    beatenBy: z.array(winner).max(WINNERS),
  }),
  rankDistribution: z.array(z.int()).length(10),
  avgScore: z.number(),
  period,
  sampleSize: z.int().describe("Decisions looked at."),
  sampleCap: z.literal(CAP),
});
type Result = z.infer<typeof response>;

/** The facts `o` of the sample's traces about the offer, with what became of it: the first that fits. */
const facts = (scope: Scope, offerId: string): SQL => sql`
  ${sampleOf(scope, CAP)},
  facts AS (
    SELECT o.trace_id, o.scored, o.rank, o.score,
      CASE WHEN o.selected THEN 'selected' WHEN o.rejected THEN 'rejected'
        WHEN o.blocked THEN 'blocked' WHEN o.scored THEN 'beaten' END AS fate
    FROM sample s CROSS JOIN trace_offers o ON o.tenant_id = ${scope.tenantId}
      AND o.trace_id = s.id AND o.offer_id = ${offerId} AND o.entry_no = 0)`;

const fates = (fate: string): SQL => sql`count(*) FILTER (WHERE o.fate = ${fate})`;

const counts = (scope: Scope, offerId: string): SQL => sql`
  WITH ${facts(scope, offerId)}
  SELECT (SELECT size FROM sampled) AS size, ${fates("selected")} AS selected,
    ${fates("rejected")} AS rejected, ${fates("blocked")} AS blocked, ${fates("beaten")} AS beaten,
    count(*) FILTER (WHERE o.scored) AS scored,
    coalesce(sum(CASE WHEN o.scored THEN o.score END), 0) AS total, ${rankCounts}
  FROM facts o`;

const winners = (scope: Scope, offerId: string): SQL => sql`
  WITH ${facts(scope, offerId)}
  SELECT w.offer_id AS offerId, coalesce(f.name, max(w.offer_name), w.offer_id) AS offerName,
    count(*) AS count
  FROM facts o CROSS JOIN trace_offers w ON w.tenant_id = ${scope.tenantId}
    AND w.trace_id = o.trace_id AND w.entry_no = 0 AND w.selected_rank = 1
  LEFT JOIN offers f ON f.tenant_id = ${scope.tenantId} AND f.id = w.offer_id
  WHERE o.fate = 'beaten'
  GROUP BY w.offer_id ORDER BY count DESC, w.offer_id LIMIT ${WINNERS}`;

const nameOf = (scope: Scope, offerId: string): SQL => sql`
  SELECT name FROM offers WHERE tenant_id = ${scope.tenantId} AND id = ${offerId}`;

interface Row extends RankCounts {
  size: number;
  selected: number;
  rejected: number;
  blocked: number;
  beaten: number;
  scored: number;
  /** Sum of the scores. */
  total: number;
}

function resultOf(
  scope: Scope,
  { offerId, offerName }: { offerId: string; offerName: string },
  row: Row,
  beatenBy: Result["missReasons"]["beatenBy"],
): Result {
  const timesEligible = row.selected + row.rejected + row.blocked + row.beaten;
  return {
    offerId,
    offerName,
    timesEligible,
    timesSelected: row.selected,
    missRate: timesEligible > 0 ? round(1 - row.selected / timesEligible, 3) : 0,
    missReasons: {
      scoredTooLow: row.beaten,
      filteredByContactPolicy: row.blocked,
      filteredByQualification: row.rejected,
      beatenBy,
    },
    rankDistribution: rankDistribution(row),
    avgScore: rate(round(row.total, 6), row.scored, 3),
    period: scope.window.period,
    sampleSize: sampleSize(row.size, CAP).size,
    sampleCap: CAP,
  };
}

type Cell = [column: string, value: CsvCell];

/** One row: reasons and ranks in columns of their own, the winners last. */
function csvOf(result: Result) {
  const { offerId, offerName, timesEligible, timesSelected, missRate } = result;
  const { avgScore, sampleSize: size, sampleCap } = result;
  const { beatenBy, ...reasons } = result.missReasons;
  const places = Array.from({ length: WINNERS }, (_, at) => at);
  const cells: Cell[] = [
    ...Object.entries({ offerId, offerName, timesEligible, timesSelected, missRate, ...reasons }),
    ...RANK_COLUMNS.map((name, at): Cell => [name, result.rankDistribution[at] ?? 0]),
    ...Object.entries({ avgScore, sampleSize: size, sampleCap }),
    ...places.flatMap((at): Cell[] => [
      [`beatenBy${at + 1}OfferId`, beatenBy[at]?.offerId ?? null],
      [`beatenBy${at + 1}Count`, beatenBy[at]?.count ?? null],
    ]),
  ];
  return { columns: cells.map(([column]) => column), rows: [cells.map(([, value]) => value)] };
}

export const whyNotRanked = defineDashboardType({
  name: "why_not_ranked",
  about: "Why an offer was not selected, in the newest 1,000 decisions.",
  window: "days",
  segment: true,
  params,
  response,
  plan: (scope, { offerId }) =>
    planOf(
      [nameOf(scope, offerId), counts(scope, offerId), winners(scope, offerId)],
      (
        [offer]: { name: string }[],
        [row]: Row[],
        beatenBy: Result["missReasons"]["beatenBy"],
      ): Result => {
        if (!offer || !row) {
          const details = [{ param: "offerId", message: "is not known" }];
          throw new AppError("NOT_FOUND", `Unknown offer: ${offerId}`, { details });
        }
        return resultOf(scope, { offerId, offerName: offer.name }, row, beatenBy);
      },
      (_offer: object[], [row]: Row[]) => sampleSize(row?.size ?? 0, CAP),
    ),
  csv: csvOf,
  compare: {
    rows: (result) => [{ key: "", row: result }],
    fields: { timesEligible: 0, timesSelected: 0, missRate: 3, avgScore: 3 },
  },
});

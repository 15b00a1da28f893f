import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { defineDashboardType, planOf, type Scope } from "../dashboard-type.ts";
import { id } from "../dashboards.schemas.ts";
import { round } from "../numbers.ts";
import { sampleOf, sampleSize } from "../trace-sample.query.ts";

const CAP = 10_000;
const BUCKETS = Array.from(
  { length: 10 },
  (_, at) => `${(at / 10).toFixed(1)}-${((at + 1) / 10).toFixed(1)}`,
);

const dimension = z.enum(["channel", "offer", "category"]);
type Dimension = z.infer<typeof dimension>;

const params = z.object({
  groupBy: dimension.optional().describe("Also counts by channel, offer or category."),
  filterId: id(
    "With groupBy: count only what belongs to this channel, offer or category.",
  ).optional(),
});
type Params = z.infer<typeof params>;

const response = z.strictObject({
  data: z.array(z.strictObject({ name: z.string(), count: z.int() })).describe("Ten buckets."),
  totalScores: z.int(),
  hasRealData: z.boolean(),
  groupBy: dimension.nullable(),
  dimensionBuckets: z.array(
    z.strictObject({ name: z.string(), dimName: z.string(), count: z.int(), avgScore: z.number() }),
  ),
});
type Result = z.infer<typeof response>;

/** Which tenth of [0, 1] a score lies in; what lies outside counts in the first or last. */
const BUCKET = sql`min(9, max(0, CAST(o.score * 10 + 1e-9 AS INTEGER)))`;

/** What the entries are first counted by; a category is that of the offer, looked up once an offer. */
const groupKey = (groupBy: Dimension | undefined): SQL => {
  if (groupBy === undefined) return sql`NULL`;
  return groupBy === "channel" ? sql`coalesce(o.channel_id, s.channel_id)` : sql`o.offer_id`;
};

const named = (tenantId: string): Record<Dimension, { dim: SQL; name: SQL; joins: SQL }> => {
  const offer = sql`LEFT JOIN offers f ON f.tenant_id = ${tenantId} AND f.id = e.key`;
  return {
    offer: { dim: sql`e.key`, name: sql`f.name`, joins: offer },
    category: {
      dim: sql`f.category_id`,
      name: sql`k.name`,
      joins: sql`${offer} LEFT JOIN categories k ON k.tenant_id = ${tenantId} AND k.id = f.category_id`,
    },
    channel: {
      dim: sql`e.key`,
      name: sql`k.name`,
      joins: sql`LEFT JOIN channels k ON k.tenant_id = ${tenantId} AND k.id = e.key`,
    },
  };
};

/** One row a dimension and bucket with scores, or a single one that tells only the sample's size. */
function statement(scope: Scope, { groupBy, filterId }: Params): SQL {
  const nothing = { dim: sql`NULL`, name: sql`NULL`, joins: sql`` };
  const { dim, name, joins } = groupBy ? named(scope.tenantId)[groupBy] : nothing;
  const filter = groupBy && filterId !== undefined ? sql`WHERE ${dim} = ${filterId}` : sql``;
  return sql`
    WITH ${sampleOf(scope, CAP, { withChannel: groupBy === "channel" })},
    entries(key, bucket, count, total) AS (
      SELECT ${groupKey(groupBy)}, ${BUCKET}, count(*), sum(o.score)
      FROM sample s CROSS JOIN trace_offers o
        ON o.tenant_id = ${scope.tenantId} AND o.trace_id = s.id AND o.scored = 1
      GROUP BY 1, 2),
    counted(dim, name, bucket, count, total) AS (
      SELECT ${dim}, ${name}, e.bucket, sum(e.count), sum(e.total)
      FROM entries e ${joins} ${filter} GROUP BY 1, 3)
    SELECT n.size, c.* FROM sampled n LEFT JOIN counted c ON true
    ORDER BY sum(c.count) OVER (PARTITION BY c.dim) DESC, coalesce(c.name, c.dim), c.dim`;
}

interface Row {
  size: number;
  dim: string | null;
  name: string | null;
  bucket: number | null;
  count: number;
  total: number;
}

const sum = (rows: readonly Row[], of: (row: Row) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);

function dimensionBucket(dim: string, rows: readonly Row[]) {
  const count = sum(rows, (row) => row.count);
  const total = round(
    sum(rows, (row) => row.total),
    6,
  );
  return { name: dim, dimName: rows[0]?.name ?? dim, count, avgScore: round(total / count, 3) };
}

function resultOf(all: readonly Row[], groupBy: Dimension | undefined): Result {
  const rows = all.filter(({ bucket }) => bucket !== null);
  const counts = Map.groupBy(rows, ({ bucket }) => bucket);
  const dimensions = Map.groupBy(rows, ({ dim }) => dim);
  const totalScores = sum(rows, ({ count }) => count);
  return {
    data: BUCKETS.map((name, at) => ({
      name,
      count: sum(counts.get(at) ?? [], ({ count }) => count),
    })),
    totalScores,
    hasRealData: totalScores > 0,
    groupBy: groupBy ?? null,
    dimensionBuckets: [...dimensions].flatMap(([dim, own]) =>
      dim === null ? [] : [dimensionBucket(dim, own)],
    ),
  };
}

export const scoreDistribution = defineDashboardType<Params, Result>({
  name: "score_distribution",
  about: "How scores spread over ten buckets, of the newest 10,000 decisions.",
  window: "days",
  segment: false,
  params,
  effective: ({ groupBy, filterId }) =>
    groupBy === undefined ? {} : { groupBy, ...(filterId !== undefined && { filterId }) },
  response,
  plan: (scope, wish) =>
    planOf(
      [statement(scope, wish)],
      (rows: Row[]) => resultOf(rows, wish.groupBy),
      ([row]: Row[]) => sampleSize(row?.size ?? 0, CAP),
    ),
  csv: ({ data, dimensionBuckets }) => ({
    columns: ["series", "name", "dimName", "count", "avgScore"],
    rows: [
      ...data.map(({ name, count }) => ["histogram", name, null, count, null]),
      ...dimensionBuckets.map(({ name, dimName, count, avgScore }) => [
        "dimension",
        name,
        dimName,
        count,
        avgScore,
      ]),
    ],
  }),
  compare: {
    rows: ({ data }) => data.map((row) => ({ key: row.name, row })),
    fields: { count: 0 },
  },
});

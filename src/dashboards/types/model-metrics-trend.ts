import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { utcDay } from "#shared";
import { defineDashboardType, planOf, type Scope } from "../dashboard-type.ts";
import { id } from "../dashboards.schemas.ts";
import { round } from "../numbers.ts";
import { dayLabel, type Window } from "../window.ts";

const POINTS = 30;
const FEATURES = 20;
const DECIMALS = 4;

const response = z.strictObject({
  aucTrend: z.array(z.strictObject({ name: z.string(), auc: z.number() })),
  featureImportance: z.array(z.strictObject({ name: z.string(), value: z.number() })).max(20),
  modelCount: z.int(),
  modelName: z.string().nullable(),
});

interface ModelRow {
  modelCount: number;
  name: string | null;
  auc: number | null;
  /** When `auc` was true: the last training, else the last change of the row. */
  at: number | null;
  measured: number | null;
}
type PointRow = { day: number; auc: number };
type FeatureRow = z.output<typeof response>["featureImportance"][number];

/** The model asked for, else the active one trained last, else the one trained last. */
const chosen = (tenantId: string, modelId: string | undefined): SQL => sql`
  model AS (
    SELECT id, name, auc, coalesce(last_trained_at, updated_at) AS at, feature_importance
    FROM algorithm_models WHERE tenant_id = ${tenantId}
      AND ${modelId === undefined ? sql`status <> 'archived'` : sql`id = ${modelId}`}
    ORDER BY status = 'active' DESC, last_trained_at DESC NULLS LAST, id LIMIT 1)`;

const AUC = sql`coalesce(s.auc,
  CASE WHEN json_type(s.metrics, '$.auc') IN ('integer', 'real') THEN s.metrics ->> '$.auc' END)`;

const modelStatement = ({ tenantId, now }: Scope, modelId: string | undefined): SQL => sql`
  WITH ${chosen(tenantId, modelId)}
  SELECT (SELECT count(*) FROM algorithm_models
      WHERE tenant_id = ${tenantId} AND status <> 'archived') AS modelCount,
    m.name, m.auc, m.at, EXISTS (
      SELECT 1 FROM model_metric_snapshots s WHERE s.tenant_id = ${tenantId}
        AND s.model_id = m.id AND s.recorded_at <= ${now} AND ${AUC} IS NOT NULL) AS measured
  FROM (SELECT 1) LEFT JOIN model m`;

/** The last measurement of each UTC day, newest day first. */
const pointsStatement = ({ tenantId, window }: Scope, modelId: string | undefined): SQL => sql`
  WITH ${chosen(tenantId, modelId)}, placed AS (
    SELECT s.recorded_at / 86400000 AS day, ${AUC} AS auc,
      row_number() OVER (
        PARTITION BY s.recorded_at / 86400000 ORDER BY s.recorded_at DESC, s.id DESC) AS place
    FROM model m CROSS JOIN model_metric_snapshots s
      ON s.tenant_id = ${tenantId} AND s.model_id = m.id
        AND s.recorded_at >= ${window.from} AND s.recorded_at < ${window.end}
    WHERE ${AUC} IS NOT NULL)
  SELECT day, auc FROM placed WHERE place = 1
  ORDER BY day DESC LIMIT ${window.bounded ? -1 : POINTS}`;

const featuresStatement = ({ tenantId }: Scope, modelId: string | undefined): SQL => sql`
  WITH ${chosen(tenantId, modelId)}
  SELECT f.key AS name, f.value FROM model m, json_each(m.feature_importance) f
  ORDER BY f.value DESC, f.key LIMIT ${FEATURES}`;

/** A model that was never measured has one point: its own AUC, on the day it is of. */
function ownPoint({ measured, auc, at }: ModelRow, window: Window): PointRow[] {
  if (measured === 1 || auc === null || at === null) return [];
  const inWindow = at >= window.from && at < window.end;
  return inWindow || !window.bounded ? [{ day: utcDay(at), auc }] : [];
}

export const modelMetricsTrend = defineDashboardType({
  name: "model_metrics_trend",
  about: "How good a model was, day by day, and what it looks at.",
  window: "ifGiven",
  segment: false,
  params: z.object({ modelId: id("The model; default the active one trained last.").optional() }),
  response,
  plan: (scope, { modelId }) =>
    planOf(
      [
        modelStatement(scope, modelId),
        pointsStatement(scope, modelId),
        featuresStatement(scope, modelId),
      ],
      ([model]: ModelRow[], points: PointRow[], features: FeatureRow[]) => {
        const trend = points.length > 0 || !model ? points : ownPoint(model, scope.window);
        return {
          aucTrend: trend
            .map(({ day, auc }) => ({ name: dayLabel(day), auc: round(auc, DECIMALS) }))
            .toReversed(),
          featureImportance: features.map(({ name, value }) => ({
            name,
            value: round(value, DECIMALS),
          })),
          modelCount: model?.modelCount ?? 0,
          modelName: model?.name ?? null,
        };
      },
    ),
  csv: ({ aucTrend, featureImportance }) => ({
    columns: ["series", "name", "value"],
    rows: [
      ...aucTrend.map(({ name, auc }) => ["auc", name, auc]),
      ...featureImportance.map(({ name, value }) => ["feature", name, value]),
    ],
  }),
});

import { sql } from "drizzle-orm";
import { planOf } from "../dashboard-type.ts";
import { round } from "../numbers.ts";
import { traceDays, traceOfferDays } from "../trace-days.query.ts";
import { dayDate, instant, trendWindow } from "../window.ts";
import { UTC } from "../zones.ts";
import { NOT_MEASURED } from "./decisions.schemas.ts";

const MOST_OFFERS = 100;

interface ModelRow {
  modelId: string;
  modelName: string;
  modelType: string;
  auc: number | null;
  updated_at: number;
}

interface DayRow {
  day: number;
  accepted: number;
  total: number;
}

const shownModel = ({ updated_at, auc, ...model }: ModelRow) =>
  auc === null ? [] : [{ ...model, auc: round(auc, 4), updatedAt: instant(updated_at) }];

/** How decisions went on `days` calendar days ending today, and how the models stand. */
export function decisionHealthPlan(tenantId: string, days: number, now: number) {
  const tenant = { tenantId, now };
  const window = trendWindow(now, days, UTC);
  return planOf(
    [
      sql`WITH ${traceDays(tenant, window)}
        SELECT day, sum(selecting) AS accepted, sum(traces) AS total FROM trace_counts GROUP BY day`,
      sql`WITH ${traceOfferDays(tenant, window)}
        SELECT offer_id AS offerId, sum(selected) AS count FROM offer_counts
        GROUP BY offer_id HAVING count > 0 ORDER BY count DESC, offer_id LIMIT ${MOST_OFFERS}`,
      sql`WITH ${traceOfferDays(tenant, window)}
        SELECT coalesce(sum(blocked), 0) AS hits FROM offer_counts`,
      sql`SELECT id AS modelId, name AS modelName, model_type AS modelType, auc,
          coalesce(last_trained_at, updated_at) AS updated_at
        FROM algorithm_models WHERE tenant_id = ${tenantId} AND status <> 'archived'
        ORDER BY name, id`,
    ],
    (
      dayRows: DayRow[],
      offers: { offerId: string; count: number }[],
      [blocked]: { hits: number }[],
      models: ModelRow[],
    ) => {
      const byDay = new Map(dayRows.map((row) => [row.day, row]));
      const trend = window.buckets.map(({ day }) => {
        const { accepted = 0, total = 0 } = byDay.get(day) ?? {};
        return { day: dayDate(day), accepted, total };
      });
      return {
        windowDays: days,
        windowFrom: instant(window.from),
        acceptanceTrend: trend,
        perOfferAcceptance: offers,
        modelAucTrend: models.flatMap((model) => shownModel(model)),
        fairnessAuditCount: null,
        contactPolicyHits: blocked?.hits ?? 0,
        engagementMultiplier: null,
        scenarioForecast: null,
        meta: {
          tracesScanned: trend.reduce((sum, { total }) => sum + total, 0),
          modelsScanned: models.length,
          notMeasured: [...NOT_MEASURED],
        },
      };
    },
  );
}

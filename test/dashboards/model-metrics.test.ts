import { expect, it } from "vitest";
import { createBoard, noon } from "./fixtures.ts";

const model = {
  id: "m1",
  key: "ptb",
  name: "Propensity to Buy",
  model_type: "logistic",
  status: "active",
  last_trained_at: noon(20),
  feature_importance: { monthly_spend: 0.28, tenure_months: 0.32 },
};
const snapshot = (id: string, auc: number, recorded_at: string, model_id = "m1") => ({
  id,
  model_id,
  auc,
  recorded_at,
});

it("model_metrics_trend shows the last measurement of each day", async () => {
  const { put, read } = await createBoard();
  await put({
    algorithm_models: [model],
    model_metric_snapshots: [
      snapshot("1", 0.82, noon(2)),
      snapshot("2", 0.84, noon(1, 9)),
      snapshot("3", 0.85, noon(1, 18)),
    ],
  });
  expect(await read("type=model_metrics_trend")).toEqual({
    aucTrend: [
      { name: "Mar 28", auc: 0.82 },
      { name: "Mar 29", auc: 0.85 },
    ],
    featureImportance: [
      { name: "tenure_months", value: 0.32 },
      { name: "monthly_spend", value: 0.28 },
    ],
    modelCount: 1,
    modelName: "Propensity to Buy",
  });
});

it("model_metrics_trend chooses its model, keeps 30 days, and falls back on the model itself", async () => {
  const { put, read } = await createBoard();
  await put({
    algorithm_models: [
      { ...model, id: "paused", name: "Newest", status: "paused", last_trained_at: noon(1) },
      { ...model, id: "b", name: "B", last_trained_at: noon(4), auc: 0.71234 },
      { ...model, id: "c", name: "C", last_trained_at: null, auc: 0.6 },
      { ...model, id: "z", name: "Z", status: "archived", last_trained_at: noon(0) },
    ],
    model_metric_snapshots: Array.from({ length: 40 }, (_, at) =>
      snapshot(`p${at}`, 0.5 + at / 100, noon(40 - at), "paused"),
    ),
  });
  await put({
    model_metric_snapshots: [
      { id: "m", model_id: "z", recorded_at: noon(3), metrics: { auc: 0.9 } },
      { id: "t", model_id: "z", recorded_at: noon(2), metrics: { auc: "high" } },
    ],
  });
  const chosen = await read("type=model_metrics_trend");
  expect([chosen.modelName, chosen.modelCount]).toEqual(["B", 3]);
  expect(chosen.aucTrend).toEqual([{ name: "Mar 26", auc: 0.7123 }]);
  const never = await read("type=model_metrics_trend&modelId=c");
  expect(never.aucTrend).toEqual([{ name: "Mar 30", auc: 0.6 }]);
  const paused = await read("type=model_metrics_trend&modelId=paused");
  expect(paused.aucTrend).toHaveLength(30);
  expect(paused.aucTrend.at(-1)).toEqual({ name: "Mar 29", auc: 0.89 });
  const month = await read("type=model_metrics_trend&modelId=paused&days=35");
  expect(month.aucTrend).toHaveLength(35);
  expect((await read("type=model_metrics_trend&modelId=b&days=3")).aucTrend).toEqual([]);
  const archived = await read("type=model_metrics_trend&modelId=z");
  expect(archived.aucTrend).toEqual([{ name: "Mar 27", auc: 0.9 }]);
  expect(await read("type=model_metrics_trend&modelId=nope")).toEqual({
    aucTrend: [],
    featureImportance: [],
    modelCount: 3,
    modelName: null,
  });
});

import type { Calendar } from "./calendar.ts";
import { ACTIVE_OFFERS, CUSTOMERS, customer } from "./catalogue.ts";
import { createRandom } from "./random.ts";
import type { DemoRecord } from "./record.ts";

const DAYS = 45;

/** One record a day and place, where its time has passed. */
function daily(
  calendar: Calendar,
  perDay: number,
  hour: (place: number) => number,
  make: (day: string, at: string, place: number) => DemoRecord,
): DemoRecord[] {
  const records: DemoRecord[] = [];
  for (let daysAgo = DAYS - 1; daysAgo >= 0; daysAgo -= 1) {
    for (let place = 1; place <= perDay; place += 1) {
      if (!calendar.isPast(daysAgo, hour(place))) continue;
      records.push(make(calendar.day(daysAgo), calendar.at(daysAgo, hour(place)), place));
    }
  }
  return records;
}

const offer = (number: number, period: DemoRecord, max_spend: number) => ({
  id: `allocation-${number}`,
  scope: "offer",
  scope_id: `offer-${number}`,
  ...period,
  max_spend,
});

export function budgetAllocations(calendar: Calendar): DemoRecord[] {
  const today = calendar.day(0);
  const month = today.slice(0, 7);
  const quarter = `${today.slice(0, 4)}-Q${Math.ceil(Number(today.slice(5, 7)) / 3)}`;
  return [
    offer(1, { period_type: "monthly", period_key: month }, 1_500),
    offer(2, { period_type: "monthly", period_key: month }, 600),
    offer(3, { period_type: "weekly", period_key: calendar.week }, 200),
    offer(4, { period_type: "daily", period_key: today }, 40),
    offer(5, { period_type: "quarterly", period_key: quarter }, 5_000),
    {
      id: "allocation-all",
      scope: "global",
      period_type: "monthly",
      period_key: month,
      max_spend: 20_000,
    },
  ];
}

export function budgetSpend(calendar: Calendar): DemoRecord[] {
  const random = createRandom(61);
  return daily(
    calendar,
    ACTIVE_OFFERS,
    (place) => 1 + place,
    (day, occurred_at, place) => ({
      id: `spend-${day}-${place}`,
      offer_id: `offer-${place}`,
      amount: random.whole(500, 4_500) / 100,
      occurred_at,
    }),
  );
}

export function attributionResults(calendar: Calendar): DemoRecord[] {
  const random = createRandom(62);
  return daily(
    calendar,
    4,
    (place) => 5 + place,
    (day, created_at, place) => ({
      day,
      created_at,
      place,
    }),
  ).flatMap(({ day, created_at, place }) => {
    const value = random.whole(2_000, 24_000) / 100;
    const customer_id = customer(random.whole(1, CUSTOMERS));
    return ["last_touch", "first_touch", "linear"].map((model) => ({
      id: `attribution-${String(day)}-${String(place)}-${model}`,
      customer_id,
      conversion_id: `conversion-${String(day)}-${String(place)}`,
      model,
      total_value: model === "linear" ? Math.round(value * 50) / 100 : value,
      created_at,
    }));
  });
}

export const algorithmModels = (calendar: Calendar): DemoRecord[] => [
  {
    id: "model-1",
    key: "propensity",
    name: "Propensity (synthetic)",
    model_type: "gradient_boosting",
    status: "active",
    last_trained_at: calendar.at(1, 2),
    auc: 0.78,
    feature_importance: {
      recency: 0.31,
      tenure: 0.24,
      clicks_30d: 0.2,
      age_band: 0.14,
      region: 0.11,
    },
  },
  {
    id: "model-2",
    key: "propensity-next",
    name: "Propensity, next (synthetic)",
    model_type: "logistic_regression",
    status: "draft",
    last_trained_at: calendar.at(3, 2),
    auc: 0.74,
  },
  {
    id: "model-3",
    key: "old-rules",
    name: "Old rules (synthetic)",
    model_type: "scorecard",
    status: "archived",
  },
];

export function modelMetricSnapshots(calendar: Calendar): DemoRecord[] {
  const random = createRandom(63);
  return daily(
    calendar,
    2,
    (place) => 2 + place / 10,
    (day, recorded_at, place) => ({
      id: `snapshot-${day}-${place}`,
      model_id: `model-${place}`,
      recorded_at,
      auc: Math.round((0.77 - place * 0.03 + random.next() * 0.03) * 1e4) / 1e4,
      metrics: { log_loss: Math.round((0.4 + random.next() * 0.05) * 1e4) / 1e4 },
    }),
  );
}

export function suppressions(calendar: Calendar): DemoRecord[] {
  const random = createRandom(64);
  return Array.from({ length: 40 }, (_, index) => {
    const since = random.whole(1, 40);
    const lasting = random.whole(5, 40);
    return {
      id: `suppression-${index + 1}`,
      customer_id: customer(random.whole(1, CUSTOMERS)),
      policy_type: random.pick(["frequency_cap", "opt_out", "complaint", "cool_down"]),
      scope: "global",
      reason: "Synthetic",
      created_at: calendar.at(since, 12),
      ...(random.chance(0.7) && { expires_at: calendar.at(since - lasting, 12) }),
    };
  });
}

export function runs(calendar: Calendar): DemoRecord[] {
  const random = createRandom(65);
  return daily(
    calendar,
    8,
    (place) => place * 2.5,
    (day, completed_at, place) => {
      const latency_ms = random.whole(20, 90) + (random.chance(0.05) ? 400 : 0);
      const started = Date.parse(completed_at) - latency_ms;
      return {
        id: `run-${day}-${place}`,
        decision_flow_id: `flow-${(place % 2) + 1}`,
        status: random.chance(0.96) ? "completed" : "failed",
        started_at: new Date(started).toISOString(),
        completed_at,
        latency_ms,
      };
    },
  );
}

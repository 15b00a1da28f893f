import { beforeAll, describe, expect, it } from "vitest";
import type { GeneratedDay } from "#monitoring";
import { at, DAY, newStage } from "./kit.ts";

/**
 * Monitoring contract 7.4, in its words: L login, S assignment status, R assignment review, X other
 * kind, T telemetry engagement/frustration; day offset, ×count; P PAYMENT_ISSUE, F+3 trial that
 * renews on D+3. Then days, logins, assignments (current/previous), score, level; alerts of 7.5.
 */
const VECTORS: [name: string, input: string, wants: string, alerts?: string][] = [
  ["1", "", "30 0/0 0/0 25 MEDIUM"],
  ["2", "P", "30 0/0 0/0 35 MEDIUM"],
  ["3", "X+1 00:00:00.000", "30 0/0 0/0 25 MEDIUM"],
  ["4", "X0 23:59:59.999", "0 0/0 0/0 0 LOW"],
  ["5", "L-6 00:00:00.000", "6 1/0 0/0 10.7143 LOW"],
  ["6", "L-7 23:59:59.999", "7 0/1 0/0 42.5 MEDIUM", ""],
  ["7", "L-13 00:00:00.000", "13 0/1 0/0 53.2143 HIGH", "DROP HIGH, INACTIVITY HIGH"],
  ["8", "L-14 23:59:59.999", "14 0/0 0/0 25 MEDIUM"],
  ["9", "X-29", "29 0/0 0/0 25 MEDIUM"],
  ["10", "X-30", "30 0/0 0/0 25 MEDIUM"],
  ["11", "L0, L-8×5", "0 1/5 0/0 24 LOW"],
  ["12", "L0×3", "0 3/0 0/0 0 LOW"],
  ["13", "S0×3, R-2, S-9×5", "0 0/0 4/5 30 MEDIUM"],
  ["14", "S0×2, S-9×3", "0 0/0 2/3 50 HIGH", ""],
  ["15", "S0, S-9×2", "0 0/0 1/2 75 CRITICAL", ""],
  ["16", "L-7, S-7", "7 0/1 0/1 100 CRITICAL", "DROP CRITICAL, INACTIVITY CRITICAL"],
  ["17", "X0, T-6 40/80, T0 56/60, T-7 80/–", "0 0/0 0/0 18.5 LOW"],
  ["18", "X0, T0 10/–", "0 0/0 0/0 0 LOW"],
  [
    "19",
    "T-1 –/100, P",
    "30 0/0 0/0 50 HIGH",
    "FRUSTRATION HIGH, INACTIVITY HIGH, PAYMENT_RISK CRITICAL",
  ],
  ["20", "T-1 –/99.9998, P", "30 0/0 0/0 50 MEDIUM", ""],
  ["21", "L0 of academy 2, L-8 of academy 1", "8 0/1 0/0 44.2857 MEDIUM"],
  ["22", "L-11, P", "11 0/1 0/0 59.6429 HIGH", "DROP HIGH, INACTIVITY HIGH, PAYMENT_RISK CRITICAL"],
  ["23", "L-13, F+3", "13 0/1 0/0 53.2143 HIGH", "DROP HIGH, INACTIVITY HIGH, TRIAL_EXPIRING HIGH"],
  ["23 with F+4", "L-13, F+4", "13 0/1 0/0 53.2143 HIGH", "DROP HIGH, INACTIVITY HIGH"],
  [
    "23 with F-2",
    "L-13, F-2",
    "13 0/1 0/0 53.2143 HIGH",
    "DROP HIGH, INACTIVITY HIGH, TRIAL_EXPIRING HIGH",
  ],
  // Ours: what lies exactly on a bound of 7.5 or just off it, and a mean of 0 to compare with.
  ["login trend -50", "L0, L-8×2, S0, S-9×2", "0 1/2 1/2 90 CRITICAL", "DROP CRITICAL"],
  ["frustration 70", "S0, S-9×2, T0 –/70", "0 0/0 1/2 85.5 CRITICAL", "FRUSTRATION CRITICAL"],
  ["frustration 70 as stored", "S0, S-9×2, T0 –/69.99999", "0 0/0 1/2 85.5 CRITICAL", ""],
  ["engagement 0 before", "X0, T-7 0/–, T0 50/–", "0 0/0 0/0 0 LOW"],
];

const SHORT: Record<string, string> = { ENGAGEMENT_DROP: "DROP", HIGH_FRUSTRATION: "FRUSTRATION" };
const KINDS: Record<string, string> = {
  L: "login",
  S: "assignment_status_updated",
  R: "assignment_review_status_updated",
  X: "lesson_viewed",
};

const PIECE = /^([LSRX])([+-]?\d+)(?: (\d\d:\S+))?(?:×(\d+))?(?: of academy (\d))?$/;
const TELEMETRY = /^T([+-]?\d+) (\S+)\/(\S+)$/;

const names = VECTORS.map(([name]) => name);
const userOf = (name: string): number => 100 + names.indexOf(name);
const scoreOf = (text = "–"): number | null => (text === "–" ? null : Number(text));

function subscriptionOf(name: string, input: string) {
  const trial = /F([+-]\d)/.exec(input);
  const base = { id: userOf(name), user_id: userOf(name), academy_id: 1 };
  if (trial) return { ...base, status: "FREE_TRIAL", next_payment_at: at(DAY, Number(trial[1])) };
  return { ...base, status: input.endsWith("P") ? "PAYMENT_ISSUE" : "ACTIVE" };
}

const activitiesOf = (name: string, input: string) =>
  input.split(", ").flatMap((piece, no) => {
    const [, kind, day, time, count, academy] = PIECE.exec(piece) ?? [];
    if (kind === undefined) return [];
    const academy_id = academy === undefined ? null : Number(academy);
    const record = { id: `${name}-${no}`, user_id: userOf(name), academy_id, kind: KINDS[kind] };
    return [{ ...record, timestamp: at(DAY, Number(day), time), count: Number(count ?? 1) }];
  });

const telemetryOf = (name: string, input: string) =>
  input.split(", ").flatMap((piece, no) => {
    const [, day, engagement, frustration] = TELEMETRY.exec(piece) ?? [];
    if (day === undefined) return [];
    const scores = {
      engagement_score: scoreOf(engagement),
      frustration_score: scoreOf(frustration),
    };
    const recorded_at = at(DAY, Number(day));
    return [{ id: `${name}-${no}`, user_id: userOf(name), ...scores, recorded_at }];
  });

interface Row {
  id: number;
  user_id: number;
  churn_risk_score: number;
  risk_level: string;
  days_since_last_activity: number;
  login_count_7d: number;
  assignments_completed_7d: number;
  created_at: number;
  details: string;
}

let day: GeneratedDay;
let rows: Row[];
let alerts: { user_id: number; alert_type: string; severity: string; metrics_snapshot: string }[];

const detailsOf = (name: string) =>
  JSON.parse(rows.find(({ user_id }) => user_id === userOf(name))?.details ?? "null");

beforeAll(async () => {
  const stage = await newStage();
  await stage.put(
    "subscriptions",
    VECTORS.map(([name, input]) => subscriptionOf(name, input)),
  );
  await stage.put(
    "activities",
    VECTORS.flatMap(([name, input]) => activitiesOf(name, input)),
  );
  await stage.put(
    "exercise_telemetry",
    VECTORS.flatMap(([name, input]) => telemetryOf(name, input)),
  );
  day = await stage.generate("churn");
  rows = await stage.rows("churn_reports");
  alerts = await stage.rows("churn_alerts");
});

describe("a check vector of the contract", () => {
  it.each(VECTORS)("%s: %s → %s", (name, _input, wants) => {
    const row = rows.find(({ user_id }) => user_id === userOf(name));
    const { metrics } = detailsOf(name);
    expect(
      [
        row?.days_since_last_activity,
        `${row?.login_count_7d}/${metrics.login_count_prev_7d}`,
        `${row?.assignments_completed_7d}/${metrics.assignments_completed_prev_7d}`,
        row?.churn_risk_score,
        row?.risk_level,
      ].join(" "),
    ).toBe(wants);
  });

  it.each(VECTORS.filter(([, , , wants]) => wants !== undefined))(
    "%s: its alerts",
    (name, _input, _wants, wanted) => {
      const own = alerts.filter(({ user_id }) => user_id === userOf(name));
      const shown = own.map((one) => `${SHORT[one.alert_type] ?? one.alert_type} ${one.severity}`);
      expect(shown.toSorted().join(", ")).toBe(wanted);
      for (const one of own) {
        expect(JSON.parse(one.metrics_snapshot)).toEqual(detailsOf(name).metrics);
      }
    },
  );
});

it("counts the rows of the day", () => {
  expect(day).toEqual({ generatedRows: names.length, warnings: [] });
});

it("pins trends, means and the raw score of vectors 11, 12, 16, 17, 18 and 20", () => {
  expect(detailsOf("11").metrics.login_trend).toBe(-80);
  expect(detailsOf("12").metrics.login_trend).toBe(300);
  expect(detailsOf("16").raw_score).toBe(192.5);
  expect(detailsOf("17").metrics).toMatchObject({
    avg_engagement_score: 48,
    avg_frustration_score: 70,
    engagement_trend: -40,
  });
  expect(detailsOf("18").metrics.engagement_trend).toBe(null);
  expect(detailsOf("engagement 0 before").metrics.engagement_trend).toBe(0);
  expect(detailsOf("20").metrics.avg_frustration_score).toBe(99.9998);
});

it("prints details as in example 12 of the contract", () => {
  const { windows, ...rest } = detailsOf("22");
  expect(rest).toEqual({
    algorithm: "churn/1",
    components: {
      inactivity: 19.6429,
      engagement_decay: 0,
      frustration: 0,
      login_decay: 30,
      assignment_stall: 0,
      payment_issues: 10,
    },
    raw_score: 59.6429,
    metrics: {
      login_count_7d: 0,
      login_count_prev_7d: 1,
      login_trend: -100,
      assignments_completed_7d: 0,
      assignments_completed_prev_7d: 0,
      assignment_trend: 0,
      days_since_last_activity: 11,
      last_activity_at: "2026-04-02T12:00:00Z",
      avg_engagement_score: null,
      avg_engagement_score_prev: null,
      engagement_trend: null,
      avg_frustration_score: null,
      subscription_id: userOf("22"),
      subscription_status: "PAYMENT_ISSUE",
      has_payment_issues: true,
      days_until_renewal: null,
    },
  });
  expect(windows).toEqual({
    current: { start: "2026-04-07", end: "2026-04-13" },
    previous: { start: "2026-03-31", end: "2026-04-06" },
    lookback: { start: "2026-03-15", end: "2026-04-13" },
  });
});

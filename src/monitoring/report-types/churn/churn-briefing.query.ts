import { type SQL, sql } from "drizzle-orm";
import type { Db } from "#shared";
import {
  type AcademyReport,
  generatedDates,
  readSummaries,
  readTogether,
} from "../../reading/one-academy.query.ts";
import { rounded4 } from "../../rounding.ts";
import { churn } from "./churn.definition.ts";
import type { RISK_LEVELS } from "./risk-levels.ts";

type RiskLevel = (typeof RISK_LEVELS)[number];

/** As the report's summary answers. */
interface ChurnSummary {
  total: number;
  average_score: number;
  payment_risk_count: number;
  unresolved_alert_count: number;
  risk_levels: Record<RiskLevel, number>;
}

export const CHURN_COMPONENTS = [
  "inactivity",
  "engagement_decay",
  "frustration",
  "login_decay",
  "assignment_stall",
  "payment_issues",
] as const;
type ChurnComponent = (typeof CHURN_COMPONENTS)[number];
type Components = Record<ChurnComponent, number>;

interface AtRisk {
  user_id: number;
  name: string | null;
  risk_level: RiskLevel;
  churn_risk_score: number;
  days_since_last_activity: number;
  has_payment_issues: boolean;
  components: Components;
}

/** Someone whose level crossed into or out of HIGH and CRITICAL; null where there was no row. */
interface Mover {
  user_id: number;
  name: string | null;
  before: RiskLevel | null;
  after: RiskLevel | null;
  score: number | null;
}

/** What a day of the churn report comes to. */
export interface ChurnDay {
  date: string;
  previous: string | null;
  summary: ChurnSummary;
  /** Oldest first. */
  trend: ({ date: string } & ChurnSummary)[];
  /** Mean points of each component; null without rows. */
  drivers: Components | null;
  atRisk: AtRisk[];
  into: { total: number; first: Mover[] };
  outOf: { total: number; first: Mover[] };
  alerts: { alert_type: string; severity: string; count: number }[];
}

const TREND_DATES = 14;
const MOST_MOVERS = 25;

/** Whom an id is of; null when the source system did not say. */
const NAME = sql`(SELECT nullif(trim(coalesce(u.first_name, '') || ' ' || coalesce(u.last_name, '')), '')
  FROM users u WHERE u.tenant_id = report.tenant_id AND u.id = report.user_id)`;

const rowsOf = ({ tenantId, academyId }: AcademyReport, date: string | null): SQL =>
  sql`SELECT * FROM churn_reports WHERE tenant_id = ${tenantId} AND academy_id = ${academyId}
    AND report_date = ${date}`;

const pointsOf = (component: ChurnComponent): SQL =>
  sql`(details ->> ${`$.components.${component}`})`;

const drivers = (report: AcademyReport, date: string): SQL => {
  const means = CHURN_COMPONENTS.map(
    (name) => sql`avg(${pointsOf(name)}) AS ${sql.identifier(name)}`,
  );
  return sql`SELECT ${sql.join(means, sql`, `)} FROM (${rowsOf(report, date)})`;
};

const atRisk = (report: AcademyReport, date: string, top: number): SQL =>
  sql`SELECT user_id, ${NAME} AS name, risk_level, churn_risk_score, days_since_last_activity,
      has_payment_issues, details -> '$.components' AS components
    FROM (${rowsOf(report, date)} ORDER BY churn_risk_score DESC, id DESC LIMIT ${top}) report
    ORDER BY churn_risk_score DESC, id DESC`;

const isHigh = (level: SQL): SQL => sql`(coalesce(${level}, '') IN ('HIGH', 'CRITICAL'))`;

/** Rows of `date` beside those of `other`, where one of them alone is HIGH or CRITICAL. */
const movers = (
  report: AcademyReport,
  { date, other }: { date: string; other: string | null },
): SQL => sql`
  SELECT *, count(*) OVER () AS total FROM (
    SELECT report.user_id, ${NAME} AS name, report.risk_level AS here, there.risk_level AS there,
      report.churn_risk_score AS score, there.churn_risk_score AS other_score
    FROM (${rowsOf(report, date)} AND risk_level IN ('HIGH', 'CRITICAL')) report
    LEFT JOIN (${rowsOf(report, other)}) there ON there.user_id = report.user_id
    WHERE NOT ${isHigh(sql`there.risk_level`)})
  ORDER BY score DESC, user_id LIMIT ${MOST_MOVERS}`;

const alerts = ({ tenantId, academyId }: AcademyReport): SQL =>
  sql`SELECT alert_type, severity, count(*) AS count FROM churn_alerts
    WHERE tenant_id = ${tenantId} AND academy_id = ${academyId} AND resolved_at IS NULL
    GROUP BY alert_type, severity ORDER BY alert_type, severity`;

interface MoverRow {
  user_id: number;
  name: string | null;
  here: RiskLevel;
  there: RiskLevel | null;
  score: number;
  other_score: number | null;
  total: number;
}

const moved = (rows: readonly MoverRow[], entered: boolean) => ({
  total: rows[0]?.total ?? 0,
  first: rows.map(({ user_id, name, here, there, score, other_score }): Mover => ({
    user_id,
    name,
    before: entered ? there : here,
    after: entered ? here : there,
    score: entered ? score : other_score,
  })),
});

type Stored = Omit<AtRisk, "has_payment_issues" | "components"> & {
  has_payment_issues: number;
  components: string;
};

function driversOf(row: Record<string, number | null> | undefined): Components | null {
  const means = CHURN_COMPONENTS.map((name) => [name, rounded4(row?.[name] ?? Number.NaN)]);
  return means.every(([, mean]) => mean !== null) ? Object.fromEntries(means) : null;
}

/**
 * The newest generated day of an academy up to `last`, or that day alone where `exact`.
 * @returns null when there is no such day
 */
export async function readChurnDay(
  db: Db,
  scope: { tenantId: string; academyId: number },
  { last, exact, top }: { last: string; exact: boolean; top: number },
): Promise<ChurnDay | null> {
  const report = { type: churn, ...scope };
  const [found = []] = await readTogether(db, [generatedDates(report, last, TREND_DATES)]);
  const dates = found.map(({ date }) => String(date));
  const [date, previous = null] = dates;
  if (date === undefined || (exact && date !== last)) return null;
  const oldestFirst = dates.toReversed();
  // Summaries and rows are of one shape each: those that their statements select.
  const summaries = (await readSummaries(
    db,
    report,
    oldestFirst.map((one) => ({ date: one })),
  )) as ChurnSummary[];
  const [means = [], risky = [], into = [], outOf = [], open = []] = await readTogether(db, [
    drivers(report, date),
    atRisk(report, date, top),
    movers(report, { date, other: previous }),
    movers(report, { date: previous ?? "", other: date }),
    alerts(report),
  ]);
  const trend = summaries.map((summary, at) => ({ ...summary, date: oldestFirst[at] ?? "" }));
  const summary = summaries.at(-1);
  if (!summary) return null;
  return {
    date,
    previous,
    summary,
    trend,
    drivers: driversOf(means[0] as Record<string, number | null> | undefined),
    atRisk: (risky as unknown as Stored[]).map((row) => ({
      ...row,
      has_payment_issues: row.has_payment_issues !== 0,
      components: JSON.parse(row.components),
    })),
    into: previous === null ? moved([], true) : moved(into as unknown as MoverRow[], true),
    outOf: moved(outOf as unknown as MoverRow[], false),
    alerts: open as unknown as ChurnDay["alerts"],
  };
}

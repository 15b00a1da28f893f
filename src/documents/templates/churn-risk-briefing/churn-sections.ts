import { CHURN_COMPONENTS, type ChurnDay } from "#monitoring";
import { readableName } from "../../readable-name.ts";
import type { TemplateSection } from "../data-template.ts";
import { exact, NO_VALUE, share, tenth, whole } from "../parts/numbers.ts";
import { figure, figures, NO_DATA, pairs, part, stack, table, words } from "../parts/tables.ts";

export interface ChurnBriefing {
  academyId: number;
  day: ChurnDay | null;
}

type AtRisk = ChurnDay["atRisk"][number];
type Mover = ChurnDay["into"]["first"][number];

const LEVELS = ["LOW", "MEDIUM", "HIGH", "CRITICAL"] as const;

const headline = ({ date, summary }: ChurnDay): string =>
  pairs([
    ["Date", date],
    ["Learners", whole(summary.total)],
    ["Average score", exact(summary.average_score)],
    ["Payment risks", whole(summary.payment_risk_count)],
    ["Unresolved alerts", whole(summary.unresolved_alert_count)],
  ]);

const levels = ({ summary: { risk_levels, total } }: ChurnDay): string => {
  const counts = LEVELS.map((level) => risk_levels[level]);
  return figure(
    {
      type: "bar",
      title: "Learners by risk level",
      x: LEVELS.map(readableName),
      series: [{ name: "Learners", values: counts }],
    },
    {
      heading: "Level",
      more: [figures<number>("Share", (at) => share(counts[at] ?? 0, total))],
    },
  );
};

const trend = ({ trend: days }: ChurnDay): string =>
  figure(
    {
      type: "line",
      title: "Average score and learners at high or critical risk",
      x: days.map(({ date }) => date),
      series: [
        { name: "Average score", values: days.map(({ average_score }) => average_score) },
        {
          name: "High and critical",
          values: days.map(({ risk_levels }) => risk_levels.HIGH + risk_levels.CRITICAL),
        },
      ],
    },
    { heading: "Date", written: exact },
  );

const drivers = ({ drivers: means }: ChurnDay): string =>
  means === null
    ? NO_DATA
    : figure(
        {
          type: "bar",
          title: "Mean points of each component of the score",
          x: CHURN_COMPONENTS.map(readableName),
          series: [{ name: "Points", values: CHURN_COMPONENTS.map((name) => means[name]) }],
        },
        { heading: "Component", written: exact },
      );

/** A table has little room for names. */
const SHORT: Record<(typeof CHURN_COMPONENTS)[number], string> = {
  inactivity: "inactivity",
  engagement_decay: "engagement",
  frustration: "frustration",
  login_decay: "logins",
  assignment_stall: "assignments",
  payment_issues: "payment",
};

/** The two components with most points, none of which is 0. */
const largest = ({ components }: AtRisk): string =>
  CHURN_COMPONENTS.filter((name) => components[name] > 0)
    .toSorted((a, b) => components[b] - components[a])
    .slice(0, 2)
    .map((name) => `${SHORT[name]} ${tenth(components[name])}`)
    .join(", ") || NO_VALUE;

const atRisk = ({ atRisk: rows, summary }: ChurnDay): string =>
  table(
    rows,
    [
      figures("User id", ({ user_id }) => String(user_id)),
      words("Name", ({ name }) => name),
      // A column of numbers does not break its words, and this table is tight.
      figures("Level", ({ risk_level }) => readableName(risk_level)),
      figures("Score", ({ churn_risk_score }) => exact(churn_risk_score)),
      figures("Days inactive", ({ days_since_last_activity }) => whole(days_since_last_activity)),
      words("Largest components", largest),
      words("Payment issue", ({ has_payment_issues }) => (has_payment_issues ? "yes" : "no")),
    ],
    summary.total,
  );

const moverTable = ({ total, first }: ChurnDay["into"]): string =>
  total === 0
    ? "Nobody."
    : table<Mover>(
        first,
        [
          figures("User id", ({ user_id }) => String(user_id)),
          words("Name", ({ name }) => name),
          words("Before", ({ before }) => before && readableName(before)),
          words("Now", ({ after }) => after && readableName(after)),
          figures("Score", ({ score }) => exact(score)),
        ],
        total,
      );

const movers = ({ previous, into, outOf }: ChurnDay): string =>
  previous === null
    ? NO_DATA
    : stack(
        `Compared with ${previous}.`,
        part("Into High or Critical", moverTable(into)),
        part("Out of High or Critical", moverTable(outOf)),
      );

const alerts = ({ alerts: open }: ChurnDay): string =>
  table(open, [
    words("Type", ({ alert_type }) => readableName(alert_type)),
    words("Severity", ({ severity }) => readableName(severity)),
    figures("Open alerts", ({ count }) => whole(count)),
  ]);

const SECTIONS: readonly (readonly [heading: string, of: (day: ChurnDay) => string])[] = [
  ["Headline", headline],
  ["Risk Levels", levels],
  ["Trend", trend],
  ["Drivers", drivers],
  ["At Risk", atRisk],
  ["Movers", movers],
  ["Alerts", alerts],
];

export const churnSections = ({ day }: ChurnBriefing): TemplateSection[] =>
  SECTIONS.map(([heading, of]) => ({ heading, markdown: day ? of(day) : NO_DATA }));

import { readableName } from "../../readable-name.ts";
import type { TemplateSection } from "../data-template.ts";
import { onDates } from "../parts/calendar.ts";
import { whole } from "../parts/numbers.ts";
import { figure, figures, pairs, part, stack, table, words } from "../parts/tables.ts";
import type { State } from "./findings.ts";
import type { SecurityAudit } from "./collect.ts";

const MOST_KEYS = 50;
const MOST_SHARES = 50;

const inState = <Row extends { state: State }>(rows: readonly Row[], state: State): Row[] =>
  rows.filter((row) => row.state === state);

const stateRows = (rows: readonly { state: State }[]) =>
  (["active", "expired", "revoked"] as const).map(
    (state) => [readableName(state), whole(inState(rows, state).length)] as const,
  );

/** Dates without their time: a table has little room. */
const day = (time: string | null): string | null => time?.slice(0, 10) ?? null;

function keys({ keys: all }: SecurityAudit): string {
  const byRole = [...Map.groupBy(inState(all, "active"), ({ role }) => role)].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return stack(
    pairs(stateRows(all)),
    part(
      "Active Keys by Role",
      table(byRole, [
        words("Role", ([role]) => readableName(role)),
        figures("Keys", ([, own]) => whole(own.length)),
      ]),
    ),
    part(
      "Keys",
      table(
        all.slice(0, MOST_KEYS),
        [
          words("Name", ({ name }) => name),
          words("Prefix", ({ prefix }) => prefix),
          words("Role", ({ role }) => readableName(role)),
          words("Scopes", ({ scopes }) => (scopes.length === 0 ? "All" : scopes.join(", "))),
          words("State", ({ state }) => readableName(state)),
          words("Created", ({ created }) => day(created)),
          words("Last used", ({ lastUsed }) => day(lastUsed)),
          words("Expiry", ({ expires }) => day(expires)),
        ],
        all.length,
      ),
    ),
  );
}

const activity = ({ actions, activity: days, dates }: SecurityAudit): string =>
  stack(
    part(
      "By Kind",
      table(actions, [
        words("Action", ({ action }) => readableName(action)),
        figures("Count", ({ count }) => whole(count)),
      ]),
    ),
    part(
      "By Day",
      figure(
        {
          type: "line",
          title: "Audited actions by day",
          x: [...dates],
          series: [
            {
              name: "Actions",
              values: onDates(
                dates,
                days,
                ({ date }) => date,
                ({ count }) => count,
              ),
            },
          ],
        },
        { heading: "Day" },
      ),
    ),
  );

function shares({ shares: all }: SecurityAudit): string {
  const active = inState(all, "active");
  const uses = all.reduce((sum, share) => sum + share.uses, 0);
  return stack(
    pairs([...stateRows(all), ["Uses", whole(uses)]]),
    part(
      "Active Shares",
      table(
        active.slice(0, MOST_SHARES),
        [
          words("Document", ({ title }) => title),
          words("Method", ({ method }) => readableName(method)),
          words("Created", ({ created }) => day(created)),
          words("Expiry", ({ expires }) => day(expires)),
          figures("Uses", (share) => whole(share.uses)),
          figures("Most uses", ({ maxUses }) => whole(maxUses)),
        ],
        active.length,
      ),
    ),
  );
}

export const auditSections = (data: SecurityAudit): TemplateSection[] => [
  {
    heading: "Findings",
    markdown:
      data.findings.length === 0
        ? "Nothing was found."
        : table(data.findings, [
            words("Severity", ({ severity }) => readableName(severity)),
            words("Finding", ({ finding }) => finding),
            figures("Count", ({ count }) => whole(count)),
          ]),
  },
  { heading: "API Keys", markdown: keys(data) },
  { heading: "Activity", markdown: activity(data) },
  { heading: "Shares", markdown: shares(data) },
  {
    heading: "Webhooks",
    markdown: table(data.webhooks, [
      words("Host", ({ host }) => host),
      words("State", ({ active, reason }) => (active ? "Active" : `Disabled: ${reason ?? "–"}`)),
      figures("Failures", ({ failures }) => whole(failures)),
    ]),
  },
];

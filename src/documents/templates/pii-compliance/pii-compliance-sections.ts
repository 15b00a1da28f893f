import { readableName } from "../../readable-name.ts";
import type { TemplateSection } from "../data-template.ts";
import { share, whole } from "../parts/numbers.ts";
import { figure, figures, NO_DATA, pairs, part, stack, table, words } from "../parts/tables.ts";
import { frameworkItems } from "./frameworks.ts";
import type { JarScan, ScannedDocument } from "./jar-scan.query.ts";
import type { Compliance } from "./collect.ts";

const MOST_SCANNED = 50;

function coverage({ coverage: { scrambled, plain, off } }: Compliance): string {
  const all = scrambled + plain;
  if (all === 0) return NO_DATA;
  return pairs([
    ["Written documents", whole(all)],
    ["With scrambling", whole(scrambled)],
    ["Without scrambling", whole(plain)],
    ["Share with scrambling", share(scrambled, all)],
    ["Requests to switch it off", whole(off)],
  ]);
}

function detections({ types, risks, weeks, weekly }: Compliance): string {
  const risk = (level: string) => risks.find((row) => row.risk === level)?.documents ?? 0;
  const levels = ["low", "medium", "high"].map((level) => ({ level, documents: risk(level) }));
  return stack(
    part(
      "By Type",
      figure(
        {
          type: "bar",
          title: "Items found by type",
          x: types.map(({ type }) => type),
          series: [{ name: "Items", values: types.map(({ items }) => items) }],
        },
        { heading: "Type" },
      ),
    ),
    part(
      "By Risk",
      table(risks.length === 0 ? [] : levels, [
        words("Risk", ({ level }) => readableName(level)),
        figures("Completed documents", ({ documents }) => whole(documents)),
      ]),
    ),
    part(
      "By Week",
      figure(
        {
          type: "line",
          title: "Items found by week",
          x: [...weeks],
          series: [{ name: "Items", values: weekly }],
        },
        { heading: "Week from" },
      ),
    ),
  );
}

const frameworks = ({ types }: Compliance): string =>
  types.length === 0
    ? NO_DATA
    : table(frameworkItems(types), [
        words("Framework", ({ framework }) => framework),
        words("Types", (row) => row.types),
        figures("Items", ({ items }) => whole(items)),
      ]);

const gates = ({ gates: failures, overdue }: Compliance): string => {
  const of = (code: string) => failures.find((row) => row.code === code)?.documents ?? 0;
  return pairs([
    ["Failed with PII_UNAVAILABLE", whole(of("PII_UNAVAILABLE"))],
    ["Failed with PII_TOKEN_LEFT", whole(of("PII_TOKEN_LEFT"))],
    ["Mappings past their deletion (must be 0)", whole(overdue)],
  ]);
};

const itemsOf = ({ byType }: ScannedDocument): number =>
  Object.values(byType).reduce((sum, count) => sum + count, 0);

function scan({ scanned, total, documents, jar }: JarScan): TemplateSection {
  const types = [...new Set(documents.flatMap(({ byType }) => Object.keys(byType)))].toSorted();
  const rows = types.map((type) => ({
    type,
    items: documents.reduce((sum, { byType }) => sum + (byType[type] ?? 0), 0),
  }));
  const worst = documents.toSorted((a, b) => itemsOf(b) - itemsOf(a));
  return {
    heading: "Jar Scan",
    markdown: stack(
      pairs([
        ["Honey jar", jar],
        ["Documents", `scanned ${whole(scanned)} of ${whole(total)}`],
        ["With personal data", whole(documents.length)],
      ]),
      part(
        "Types",
        table(rows, [
          words("Type", ({ type }) => type),
          figures("Values", ({ items }) => whole(items)),
        ]),
      ),
      part(
        "Documents",
        table(
          worst.slice(0, MOST_SCANNED),
          [
            words("Document", ({ title }) => title),
            words("Types", ({ byType }) =>
              Object.entries(byType)
                .map(([type, count]) => `${type} ${whole(count)}`)
                .join(", "),
            ),
            figures("Values", (document) => whole(itemsOf(document))),
          ],
          worst.length,
        ),
      ),
    ),
  };
}

export const complianceSections = (data: Compliance): TemplateSection[] => [
  { heading: "Coverage", markdown: coverage(data) },
  { heading: "Detections", markdown: detections(data) },
  { heading: "Frameworks", markdown: frameworks(data) },
  { heading: "Gates", markdown: gates(data) },
  ...(data.scan ? [scan(data.scan)] : []),
];

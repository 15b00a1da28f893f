import { DAY_MS, utcDate } from "#shared";
import { defineDataTemplate, type Occasion, type TemplateDeps } from "../data-template.ts";
import { lastWeeks, onDates, weekOf } from "../parts/calendar.ts";
import { counted, whole } from "../parts/numbers.ts";
import { wholeNumber } from "../parts/parameters.ts";
import { figure, figures, pairs, stack, table, words } from "../parts/tables.ts";
import { readKnowledge } from "./knowledge-base.query.ts";

async function collect(
  { db }: TemplateDeps,
  { tenantId, honeyJarId, asOf }: Occasion,
  weeks: number,
) {
  const calendar = lastWeeks(asOf, weeks);
  const { overview, cited, growth, ...rest } = await readKnowledge(
    db,
    tenantId,
    honeyJarId,
    calendar,
  );
  return {
    ...rest,
    weeks: calendar.dates,
    added: onDates(
      calendar.dates,
      growth,
      ({ day }) => weekOf(utcDate(day * DAY_MS)),
      ({ documents }) => documents,
    ),
    overview: overview[0] ?? { jars: 0, documents: 0, passages: 0, bytes: 0 },
    cited: cited[0]?.many ?? 0,
  };
}

type Knowledge = Awaited<ReturnType<typeof collect>>;

const titled = [
  words<{ title: string; jar: string }>("Document", ({ title }) => title),
  words<{ title: string; jar: string }>("Honey jar", ({ jar }) => jar),
];

const byJar = ({ byJar: jars, overview }: Knowledge): string =>
  table(
    jars,
    [
      words("Honey jar", ({ name }) => name),
      figures("Documents", ({ documents }) => whole(documents)),
      figures("Bytes", ({ bytes }) => whole(bytes)),
      words("Last change", ({ updated_at }) => utcDate(updated_at)),
      figures("Reports made", ({ reports }) => whole(reports)),
      figures("Citations", ({ citations }) => whole(citations)),
    ],
    overview.jars,
  );

const growth = ({ weeks, added }: Knowledge): string =>
  figure(
    {
      type: "bar",
      title: "Documents added by week",
      x: [...weeks],
      series: [{ name: "Documents", values: added }],
    },
    { heading: "Week from" },
  );

const contentTypes = ({ contentTypes: types }: Knowledge): string =>
  figure(
    {
      type: "bar",
      title: "Documents by content type",
      x: types.map(({ content_type }) => content_type),
      series: [{ name: "Documents", values: types.map(({ documents }) => documents) }],
    },
    { heading: "Content type" },
  );

export const knowledgeBaseAnalytics = defineDataTemplate({
  id: "4ba1ddd8-0d21-43e3-83e0-965b0f3b08bd",
  name: "Knowledge Base Analytics",
  description: "Honey jars: size, growth, what is cited and what never is.",
  category: "knowledge",
  required_role: "user",
  estimated_time_minutes: 2,
  parameters: { weeks: wholeNumber("Weeks", [1, 52], 12) },
  collect: (deps, occasion, { weeks }) => collect(deps, occasion, weeks),
  sections: (data) => [
    {
      heading: "Overview",
      markdown: pairs([
        ["Honey jars", whole(data.overview.jars)],
        ["Documents", whole(data.overview.documents)],
        ["Passages", whole(data.overview.passages)],
        ["Bytes", whole(data.overview.bytes)],
      ]),
    },
    { heading: "By Jar", markdown: byJar(data) },
    { heading: "Growth", markdown: growth(data) },
    { heading: "Content Types", markdown: contentTypes(data) },
    {
      heading: "Most Cited",
      markdown: table(
        data.mostCited,
        [...titled, figures("Citations", ({ citations }) => whole(citations))],
        data.cited,
      ),
    },
    {
      heading: "Largest",
      markdown: table(
        data.largest,
        [...titled, figures("Bytes", ({ bytes }) => whole(bytes))],
        data.overview.documents,
      ),
    },
    {
      heading: "Never Cited",
      markdown: stack(
        "Documents that no report lists among its sources, the oldest first.",
        table(
          data.neverCited,
          [...titled, words("Added", ({ created_at }) => utcDate(created_at))],
          data.overview.documents - data.cited,
        ),
      ),
    },
  ],
  facts({ overview, cited, added, weeks, mostCited }) {
    const sum = added.reduce((all, one) => all + one, 0);
    const [first] = mostCited;
    const growthFact = `In the last ${counted(weeks.length, "week")}, ${counted(sum, "document was", "documents were")} added to it.`;
    if (overview.documents === 0) return ["The knowledge base has no documents.", growthFact];
    return [
      `The knowledge base has ${counted(overview.documents, "document")} in ${counted(overview.jars, "honey jar")}, ${counted(overview.passages, "passage")} and ${counted(overview.bytes, "byte")} in all.`,
      growthFact,
      `Reports cite ${counted(cited, "document")} of the knowledge base, out of ${whole(overview.documents)}.`,
      ...(first
        ? [
            `The most cited document is “${first.title}”, which ${counted(first.citations, "report cites", "reports cite")}.`,
          ]
        : []),
    ];
  },
});

import { readableName } from "../../readable-name.ts";
import { readableTime } from "../../readable-time.ts";
import type { TemplateSection } from "../data-template.ts";
import { seconds, share, whole } from "../parts/numbers.ts";
import { figure, figures, NO_DATA, pairs, part, stack, table, words } from "../parts/tables.ts";
import type { SystemHealth } from "./collect.ts";

function decisionRuns({ latency, degraded }: SystemHealth): string {
  const rows = latency?.data ?? [];
  const chart = figure(
    {
      type: "line",
      title: "Latency of completed runs, last seven days, in milliseconds",
      x: rows.map(({ name }) => name),
      series: [
        { name: "p50", values: rows.map(({ p50 }) => p50) },
        { name: "p99", values: rows.map(({ p99 }) => p99) },
      ],
    },
    { heading: "Day" },
  );
  const fallbacks = degraded?.hasData
    ? pairs([
        ["Scored decisions", whole(degraded.totalCount)],
        ["Without the model", whole(degraded.degradedCount)],
        ["Share", share(degraded.degradedCount, degraded.totalCount)],
      ])
    : NO_DATA;
  return stack(part("Latency", chart), part("Degraded Scoring", fallbacks));
}

const storage = ({ files, jars }: SystemHealth): string =>
  stack(
    part(
      "Files",
      table(files, [
        words("Format", ({ format }) => format),
        figures("Files", (row) => whole(row.files)),
        figures("Bytes", ({ bytes }) => whole(bytes)),
      ]),
    ),
    part(
      "Honey Jars",
      pairs([
        ["Jars", whole(jars.jars)],
        ["Documents", whole(jars.documents)],
        ["Bytes", whole(jars.bytes)],
      ]),
    ),
  );

function webhooks({ deliveries }: SystemHealth): string {
  if (deliveries.length === 0) return NO_DATA;
  const of = (status: string) => whole(deliveries.find((row) => row.status === status)?.count ?? 0);
  return pairs([
    ["Delivered", of("delivered")],
    ["Failed", of("failed")],
    ["Waiting", of("pending")],
  ]);
}

/** What stands beside the documents themselves. */
export const serviceSections = (data: SystemHealth): TemplateSection[] => [
  {
    heading: "Queue",
    markdown: pairs([
      ["Pending", whole(data.queue.pending)],
      ["Processing", whole(data.queue.processing)],
      ["Age of your oldest waiting document", seconds(data.queue.oldestAgeMs)],
    ]),
  },
  {
    heading: "Generation Jobs",
    markdown: table(data.jobs, [
      words("Status", ({ status }) => readableName(status)),
      figures("Jobs", ({ count }) => whole(count)),
    ]),
  },
  {
    heading: "Ingestion",
    markdown: table(data.datasets, [
      words("Dataset", ({ name }) => name),
      figures("Rows", ({ rows }) => whole(rows)),
      words("Last change", ({ changedAt }) => changedAt && readableTime(Date.parse(changedAt))),
    ]),
  },
  { heading: "Decision Runs", markdown: decisionRuns(data) },
  { heading: "Storage", markdown: storage(data) },
  { heading: "Webhooks", markdown: webhooks(data) },
];

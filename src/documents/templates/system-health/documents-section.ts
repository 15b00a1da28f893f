import { type DocumentStatus, isActive } from "../../document.ts";
import type { TemplateSection } from "../data-template.ts";
import { onDates } from "../parts/calendar.ts";
import { seconds, share, whole } from "../parts/numbers.ts";
import { figure, figures, pairs, part, stack, table, words } from "../parts/tables.ts";
import type { SystemHealth } from "./collect.ts";

type Group = "completed" | "failed" | "cancelled" | "active";

/** Pending, queued and processing are one: where a document is on its way. */
const groupOf = (status: DocumentStatus): Group =>
  isActive(status) ? "active" : (status as Group); // what is not active is one of the other three

const GROUPS: readonly (readonly [Group, label: string])[] = [
  ["completed", "Completed"],
  ["failed", "Failed"],
  ["cancelled", "Cancelled"],
  ["active", "Active"],
];

type Statuses = Pick<SystemHealth, "statuses">;

export function statusCounts({ statuses }: Statuses): Record<Group, number> {
  const counts: Record<Group, number> = { completed: 0, failed: 0, cancelled: 0, active: 0 };
  for (const { status, count } of statuses) counts[groupOf(status)] += count;
  return counts;
}

/** completed / (completed + failed); null when nothing has ended either way. */
export function successRate(data: Statuses): string | null {
  const { completed, failed } = statusCounts(data);
  return completed + failed === 0 ? null : share(completed, completed + failed);
}

export function documentsSection(data: SystemHealth): TemplateSection {
  const counts = statusCounts(data);
  const { statuses, days, processing, waiting, failures } = data;
  const series = GROUPS.map(([group, name]) => ({
    name,
    values: onDates(
      days,
      statuses.filter(({ status }) => groupOf(status) === group),
      ({ date }) => date,
      ({ count }) => count,
    ),
  }));
  return {
    heading: "Documents",
    markdown: stack(
      pairs([
        ...GROUPS.map(([group, label]) => [label, whole(counts[group])] as const),
        ["Success rate", successRate(data) ?? "–"],
        ["Processing time, median", seconds(processing.p50)],
        ["Processing time, 95th percentile", seconds(processing.p95)],
        ["Waiting time, median", seconds(waiting.p50)],
      ]),
      part(
        "By Day",
        figure(
          { type: "bar", title: "Documents by day created", x: [...days], series },
          { heading: "Day" },
        ),
      ),
      part(
        "Failures",
        table(failures, [
          words("Code", ({ code }) => code),
          figures("Documents", ({ count }) => whole(count)),
        ]),
      ),
    ),
  };
}

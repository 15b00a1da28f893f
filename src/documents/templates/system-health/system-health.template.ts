import { defineDataTemplate } from "../data-template.ts";
import { wholeNumber } from "../parts/parameters.ts";
import { documentsSection, statusCounts, successRate } from "./documents-section.ts";
import { serviceSections } from "./service-sections.ts";
import { counted, seconds, share, whole } from "../parts/numbers.ts";
import { collect } from "./collect.ts";

export const systemHealth = defineDataTemplate({
  id: "16ea4f90-8fc2-4365-b2cc-27157758d900",
  name: "System Health",
  description: "Documents, queue, generation jobs, ingestion, storage and webhooks at a glance.",
  category: "system",
  required_role: "user",
  estimated_time_minutes: 2,
  parameters: { days: wholeNumber("Days", [1, 90], 7) },
  collect: (deps, occasion, { days }) => collect(deps, occasion, days),
  sections: (data) => [documentsSection(data), ...serviceSections(data)],
  facts(data) {
    const { completed, failed } = statusCounts(data);
    const days = counted(data.days.length, "day");
    const rate = successRate(data);
    const rows = data.datasets.reduce((sum, one) => sum + one.rows, 0);
    const filled = data.datasets.filter((one) => one.rows > 0).length;
    return [
      `In the last ${days}, ${counted(completed, "document was", "documents were")} completed and ${counted(failed, "document", "documents")} failed.`,
      ...(rate === null ? [] : [`The success rate of documents was ${rate}.`]),
      ...(data.processing.p50 === null
        ? []
        : [
            `Half of the completed documents took ${seconds(data.processing.p50)} or less to make, and 95% took ${seconds(data.processing.p95)} or less.`,
          ]),
      `The queue holds ${counted(data.queue.pending, "waiting document")} and ${counted(data.queue.processing, "document")} in the making.`,
      `Source data comes to ${counted(rows, "row")} in ${counted(filled, "dataset")}.`,
      ...(data.degraded?.hasData
        ? [
            `${counted(data.degraded.degradedCount, "scored decision was", "scored decisions were")} made without the model, of ${whole(data.degraded.totalCount)} in all (${share(data.degraded.degradedCount, data.degraded.totalCount)}).`,
          ]
        : []),
    ];
  },
});

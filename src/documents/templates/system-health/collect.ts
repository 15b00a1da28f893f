import { readDashboards } from "#dashboards";
import { countJobs } from "#generation";
import { type Db, utcDate } from "#shared";
import { listDatasets } from "#sources";
import { DEFAULT_QUEUE } from "../../document.ts";
import { readQueue } from "../../queue/queue.query.ts";
import type { Occasion } from "../data-template.ts";
import { lastDays } from "../parts/calendar.ts";
import { readDocuments } from "./system-health.query.ts";

export async function collect({ db }: { db: Db }, { tenantId, asOf }: Occasion, days: number) {
  const calendar = lastDays(asOf, days);
  const [documents, queue, jobs, datasets, decisions] = await Promise.all([
    readDocuments(db, tenantId, calendar),
    readQueue(db, DEFAULT_QUEUE, tenantId, [], asOf),
    countJobs(db, tenantId, calendar),
    listDatasets({ db }, tenantId),
    readDashboards(
      db,
      tenantId,
      ["latency_trend", "degraded_scoring"],
      { days: String(days) },
      asOf,
    ),
  ]);
  const { pending, queued, processing } = queue.figures;
  const oldest = documents.oldest[0]?.oldest ?? null;
  return {
    days: calendar.dates,
    statuses: documents.statuses.map(({ day, status, count }) => ({
      date: utcDate(day * 86_400_000),
      status,
      count,
    })),
    processing: documents.processing[0] ?? { p50: null, p95: null },
    waiting: documents.waiting[0] ?? { p50: null, p95: null },
    failures: documents.failures,
    queue: {
      pending: pending + queued,
      processing,
      oldestAgeMs: oldest === null ? null : asOf - oldest,
    },
    jobs,
    datasets: datasets.map(({ dataset, rows, changedAt }) => ({
      name: dataset.name,
      rows,
      changedAt,
    })),
    latency: decisions.latency_trend.result,
    degraded: decisions.degraded_scoring.result,
    files: documents.files,
    jars: documents.jars[0] ?? { jars: 0, documents: 0, bytes: 0 },
    deliveries: documents.deliveries,
  };
}

/** What the sections are made of. */
export type SystemHealth = Awaited<ReturnType<typeof collect>>;

import { AppError, type Principal } from "#shared";
import { DEFAULT_QUEUE } from "./document.ts";
import type { DocumentsDeps } from "./documents.ports.ts";
import { minutesText, secondTime } from "./estimates.ts";
import { readQueue, readToday } from "./queue/queue.query.ts";

/** Counts and averages of a queue, over all tenants; of the caller only its own. */
export async function queueStatus(
  { db }: DocumentsDeps,
  caller: Principal | null,
  queue: string,
  now: number,
) {
  if (queue !== DEFAULT_QUEUE) throw new AppError("NOT_FOUND", "Queue not found");
  const [{ figures }, today] = await Promise.all([
    readQueue(db, queue, "", [], now),
    readToday(db, queue, caller, now),
  ]);
  const waiting = figures.pending + figures.queued;
  const average = figures.averageSeconds ?? (today.meanEstimateMinutes ?? 0) * 60;
  return {
    queue_name: queue,
    pending_reports: waiting,
    processing_reports: figures.processing,
    completed_today: today.completed,
    failed_today: today.failed,
    average_processing_time: minutesText(average),
    estimated_wait_time: minutesText(waiting * average),
    total_pending: waiting,
    currently_processing: figures.processing,
    avg_processing_time_seconds: average,
    user_active_reports: today.userActive,
    timestamp: secondTime(now),
  };
}

const DEADLINE_MS = 2_000;

async function answersInTime(work: Promise<unknown>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), DEADLINE_MS);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** Whether documents can be made. Without the database they cannot; without the rest, not all. */
export async function health({ db, queues, documents }: DocumentsDeps, now: number) {
  const [database, queue] = await Promise.all([
    answersInTime(db.prepare("SELECT 1").first()),
    answersInTime(queues(DEFAULT_QUEUE).ping()),
  ]);
  const { renderer, dataKey } = documents.equipped;
  const whole = queue && renderer && dataKey;
  const degraded = whole ? ("healthy" as const) : ("degraded" as const);
  return {
    status: database ? degraded : ("unhealthy" as const),
    database_connected: database,
    report_service: queue ? "available" : "unavailable",
    renderer: renderer ? "available" : "unavailable",
    timestamp: secondTime(now),
  };
}

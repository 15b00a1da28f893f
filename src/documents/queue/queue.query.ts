import { DAY_MS, type Db } from "#shared";

const HISTORY_MS = 7 * DAY_MS;

/** What estimates and the status of a queue are made from. Spans tenants. */
export interface QueueFigures {
  pending: number;
  queued: number;
  processing: number;
  /** Mean of the last seven days, in seconds; null without any. */
  averageSeconds: number | null;
}

const FIGURES = `
  SELECT
    (SELECT count(*) FROM documents WHERE queue_name = ?1 AND status = 'pending') AS pending,
    (SELECT count(*) FROM documents WHERE queue_name = ?1 AND status = 'queued') AS queued,
    (SELECT count(*) FROM documents WHERE queue_name = ?1 AND status = 'processing') AS processing,
    (SELECT avg(completed_at - started_at) / 1000.0 FROM documents
     WHERE queue_name = ?1 AND status = 'completed' AND completed_at >= ?2) AS averageSeconds`;

const POSITIONS = `
  SELECT d.id, (SELECT count(*) FROM documents o WHERE o.queue_name = d.queue_name
    AND o.status = 'queued' AND (o.priority_rank, o.enqueued_at, o.id)
      <= (d.priority_rank, d.enqueued_at, d.id)) AS position
  FROM json_each(?2) wanted
  CROSS JOIN documents d ON d.tenant_id = ?1 AND d.id = wanted.value
  WHERE d.status = 'queued'`;

/** The figures of a queue, and the places of these documents of a tenant that wait in it. */
export async function readQueue(
  db: Db,
  queue: string,
  tenantId: string,
  ids: readonly string[],
  now: number,
): Promise<{ figures: QueueFigures; positions: ReadonlyMap<string, number> }> {
  const [figures, places] = await db.batch<QueueFigures & { id: string; position: number }>([
    db.prepare(FIGURES).bind(queue, now - HISTORY_MS),
    db.prepare(POSITIONS).bind(tenantId, JSON.stringify(ids)),
  ]);
  const [row] = figures?.results ?? [];
  if (!row) throw new Error("the queue has no figures");
  const positions = (places?.results ?? []).map(({ id, position }) => [id, position] as const);
  return { figures: row, positions: new Map(positions) };
}

interface Today {
  completed: number;
  failed: number;
  /** Mean estimate of what waits, in minutes; null when nothing does. */
  meanEstimateMinutes: number | null;
  userActive: number | null;
}

const TODAY = `
  SELECT
    (SELECT count(*) FROM documents
     WHERE queue_name = ?1 AND status = 'completed' AND completed_at >= ?2) AS completed,
    (SELECT count(*) FROM documents
     WHERE queue_name = ?1 AND status = 'failed' AND completed_at >= ?2) AS failed,
    (SELECT avg(template_snapshot ->> 'estimated_time_minutes') FROM documents
     WHERE queue_name = ?1 AND status = 'queued') AS meanEstimateMinutes,
    CASE WHEN ?3 IS NOT NULL THEN (SELECT count(*) FROM documents
     WHERE tenant_id = ?3 AND user_id = ?4 AND status IN ('pending', 'queued', 'processing')
       AND expires_at > ?5) END AS userActive`;

/** The day so far (UTC), and how much the caller has going. */
export async function readToday(
  db: Db,
  queue: string,
  caller: { tenantId: string; userId: string } | null,
  now: number,
): Promise<Today> {
  const midnight = now - (now % DAY_MS);
  const row = await db
    .prepare(TODAY)
    .bind(queue, midnight, caller?.tenantId ?? null, caller?.userId ?? null, now)
    .first<Today>();
  if (!row) throw new Error("the queue has no day");
  return row;
}

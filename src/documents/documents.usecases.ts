import { AppError, failureFields, pageOf, type Principal } from "#shared";
import { auditNote } from "./audit.ts";
import { writeAudit } from "./audit.repository.ts";
import { type DocumentStatus, folded, isActive, MAX_RETRIES, STATUSES } from "./document.ts";
import { seedOf } from "./document-row.ts";
import type { DocumentsDeps } from "./documents.ports.ts";
import { findDocument, listDocuments } from "./documents.query.ts";
import { deleteDocument, requeueDocument } from "./documents.repository.ts";
import type { ListQuery } from "./documents.schemas.ts";
import type { AuditAction, DocumentRow } from "./documents.table.ts";
import { invalid } from "./fields.ts";
import { removeFiles } from "./files.ts";
import { reportDetails, reportView } from "./report-view.ts";
import { standing, standings } from "./standing.usecases.ts";
import { announceEnd } from "./webhooks/announce.usecases.ts";

const SEARCHED = 200;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The caller's own document. @throws NOT_FOUND, also for what is somebody else's */
export async function ownDocument(
  { db }: DocumentsDeps,
  { tenantId, userId }: Principal,
  id: string,
  now: number,
): Promise<DocumentRow> {
  const row = UUID.test(id) ? await findDocument(db, tenantId, id, now) : undefined;
  if (row?.user_id !== userId) throw new AppError("NOT_FOUND", "Report not found");
  return row;
}

function statusOf(wish: string | undefined): DocumentStatus | null {
  if (wish === undefined || wish === "") return null;
  const status = STATUSES.find((one) => one === wish);
  if (!status) throw invalid("status", wish);
  return status;
}

/** A page of the caller's documents, or of everybody's: the route has seen that it is an admin. */
export async function listReports(
  deps: DocumentsDeps,
  principal: Principal,
  { limit, offset, status, search, owner }: ListQuery,
  now: number,
) {
  const everybody = owner === "all";
  const searched = folded((search ?? "").slice(0, SEARCHED).toWellFormed());
  const wish = {
    userId: everybody ? null : principal.userId,
    status: statusOf(status),
    search: searched === "" ? null : searched,
    limit,
    offset,
  };
  const { rows, total } = await listDocuments(deps.db, principal.tenantId, wish, now);
  const standingOf = await standings(deps, principal.tenantId, rows, now);
  const reports = rows.map((row) => ({
    ...reportView(row, standingOf(row)),
    ...(everybody && { owner_id: row.user_id }),
  }));
  return { reports, pagination: pageOf(wish, total, rows.length) };
}

export async function getReport(
  deps: DocumentsDeps,
  principal: Principal,
  id: string,
  now: number,
) {
  const row = await ownDocument(deps, principal, id, now);
  return reportDetails(row, await standing(deps, row, now));
}

const note = (deps: DocumentsDeps, action: AuditAction, row: DocumentRow, now: number) =>
  writeAudit(deps.db, row.tenant_id, auditNote(deps, action, row, now));

/** When it answers, D1 shows the end, and nothing that is still under way changes it. */
export async function cancelReport(
  deps: DocumentsDeps,
  principal: Principal,
  id: string,
  now: number,
): Promise<void> {
  const row = await ownDocument(deps, principal, id, now);
  if (!isActive(row.status) || !(await deps.queues(row.queue_name).cancel(seedOf(row)))) {
    throw new AppError("BAD_REQUEST", "Report cannot be cancelled");
  }
  await announceEnd(deps, row.tenant_id, row.id);
  await note(deps, "document.cancelled", row, now);
}

/** Of simultaneous retries one succeeds. A document that the queue did not hear of is swept in. */
export async function retryReport(
  deps: DocumentsDeps,
  principal: Principal,
  id: string,
  now: number,
) {
  const row = await ownDocument(deps, principal, id, now);
  const canBe = row.status === "failed" && row.retry_count < MAX_RETRIES;
  const queued = canBe ? await requeueDocument(deps.db, row, now) : null;
  if (!queued) throw new AppError("BAD_REQUEST", "Report cannot be retried");
  try {
    await deps.queues(row.queue_name).enqueue([seedOf(queued)]);
  } catch (error) {
    deps.logger.error("documents.enqueue.failed", failureFields(error));
  }
  await note(deps, "document.retried", row, now);
  return standing(deps, queued, now);
}

const stillActive = (): AppError => new AppError("CONFLICT", "Report is still active");

/** An ended document with its files and everything that belongs to it. */
export async function deleteReport(
  deps: DocumentsDeps,
  principal: Principal,
  id: string,
  now: number,
): Promise<void> {
  const row = await ownDocument(deps, principal, id, now);
  if (isActive(row.status)) throw stillActive();
  await removeFiles(deps.files, row);
  if (!(await deleteDocument(deps.db, row.tenant_id, row.id))) throw stillActive();
  await note(deps, "document.deleted", row, now);
}

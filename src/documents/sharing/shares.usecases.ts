import { AppError, failureFields, MINUTE_MS, type Principal, sha256Hex } from "#shared";
import { auditNote } from "../audit.ts";
import { writeAudit } from "../audit.repository.ts";
import type { DocumentsDeps } from "../documents.ports.ts";
import { findDocument, findFile } from "../documents.query.ts";
import type { AuditAction, DocumentRow } from "../documents.table.ts";
import { ownDocument } from "../documents.usecases.ts";
import type { ReadyFile } from "../download.usecases.ts";
import { secondTime, secondTimeOrNull } from "../estimates.ts";
import type { ShareRow } from "../sharing.table.ts";
import { shareWishOf } from "./share-wish.ts";
import * as repository from "./shares.repository.ts";

const HOUR_MS = 60 * MINUTE_MS;
const TOKEN_BYTES = 32;
const MOST = 20;

/** One answer to every token that does not work, whatever the reason. */
export const shareNotFound = (): AppError => new AppError("NOT_FOUND", "Share not found");

const newToken = (): string =>
  crypto
    .getRandomValues(new Uint8Array(TOKEN_BYTES))
    .toBase64({ alphabet: "base64url", omitPadding: true });

const note = (
  deps: DocumentsDeps,
  action: AuditAction,
  document: DocumentRow,
  shareId: string,
  now: number,
) =>
  writeAudit(deps.db, document.tenant_id, {
    ...auditNote(deps, action, document, now),
    detail: { share_id: shareId },
  });

/** How a share is told to whom made it: the token is in this answer and never in another. */
function shareAnswer(row: ShareRow, token: string, message: string | null) {
  const url = `/api/reports/shared/${token}`;
  const where =
    row.method === "link" ? { share_url: url } : { download_token: token, download_url: url };
  return {
    share_id: row.id,
    method: row.method,
    ...where,
    expires_at: secondTime(row.expires_at),
    max_uses: row.max_uses,
    message,
  };
}

/** Lets outsiders download a finished document. @throws NOT_FOUND, BAD_REQUEST, CONFLICT */
export async function shareReport(
  deps: DocumentsDeps,
  principal: Principal,
  id: string,
  body: Readonly<Record<string, unknown>>,
  now: number,
) {
  const document = await ownDocument(deps, principal, id, now);
  const { method, hours, maxUses, message } = shareWishOf(body);
  if (document.status !== "completed") {
    throw new AppError("BAD_REQUEST", "Report not ready for sharing");
  }
  const token = newToken();
  const row: ShareRow = {
    tenant_id: document.tenant_id,
    id: deps.ids.uuid(),
    document_id: document.id,
    created_by: principal.userId,
    method,
    token_hash: await sha256Hex(token),
    created_at: now,
    expires_at: Math.min(now + hours * HOUR_MS, document.expires_at),
    max_uses: maxUses,
    uses: 0,
    last_used_at: null,
    revoked_at: null,
  };
  if (!(await repository.insertShare(deps.db, row, MOST))) {
    throw new AppError("CONFLICT", `Share limit reached (${MOST})`);
  }
  await note(deps, "share.created", document, row.id, now);
  return shareAnswer(row, token, message);
}

const shareView = (row: ShareRow) => ({
  id: row.id,
  method: row.method,
  created_at: secondTime(row.created_at),
  expires_at: secondTime(row.expires_at),
  max_uses: row.max_uses,
  uses: row.uses,
  last_used_at: secondTimeOrNull(row.last_used_at),
  revoked_at: secondTimeOrNull(row.revoked_at),
});

export async function sharesOf(deps: DocumentsDeps, principal: Principal, id: string, now: number) {
  const document = await ownDocument(deps, principal, id, now);
  const rows = await repository.listShares(deps.db, document.tenant_id, document.id);
  return { shares: rows.map(shareView), count: rows.length };
}

/** From the answer on it opens nothing. It may be revoked again. */
export async function revoke(
  deps: DocumentsDeps,
  principal: Principal,
  id: string,
  shareId: string,
  now: number,
): Promise<void> {
  const document = await ownDocument(deps, principal, id, now);
  const { tenant_id } = document;
  const revoked = await repository.revokeShare(deps.db, tenant_id, document.id, shareId, now);
  if (revoked === "absent") throw shareNotFound();
  if (revoked === "now") await note(deps, "share.revoked", document, shareId, now);
}

export interface Shared extends ReadyFile {
  share: ShareRow;
}

/** What a token opens: the document's own file. Uncounted. @throws NOT_FOUND */
export async function sharedFile({ db }: DocumentsDeps, token: string, now: number) {
  const share = await repository.findSharedBy(db, await sha256Hex(token), now);
  const row = share && (await findDocument(db, share.tenant_id, share.document_id, now));
  const file = row && (await findFile(db, row.tenant_id, row.id, row.output_format));
  if (!share || !row || !file) throw shareNotFound();
  return { share, row, file } satisfies Shared;
}

/** Of simultaneous calls as many come through as there are uses left. */
export const useShare = ({ db }: DocumentsDeps, { share }: Shared, now: number): Promise<boolean> =>
  repository.takeUse(db, share, now);

/** Who used it nobody knows: the audit names the share. */
export async function noteUse(deps: DocumentsDeps, { share, row }: Shared, now: number) {
  try {
    const used = auditNote(deps, "share.used", row, now);
    const detail = { share_id: share.id };
    await writeAudit(deps.db, row.tenant_id, { ...used, actor: "share", detail });
  } catch (error) {
    deps.logger.error("documents.share.use-not-noted", failureFields(error));
  }
}

import canonicalize from "canonicalize";
import { requireFits, userOf } from "#http";
import { readJar } from "#honey-jars";
import {
  AppError,
  DAY_MS,
  failureFields,
  hasCapability,
  MINUTE_MS,
  type Principal,
  sha256Hex,
} from "#shared";
import { newRow, seedOf } from "./document-row.ts";
import { auditNotes } from "./audit.ts";
import type { DocumentsDeps } from "./documents.ports.ts";
import { BUCKETS } from "./documents.operations.ts";
import { findDocument } from "./documents.query.ts";
import {
  findIdempotency,
  insertDocument,
  keepResponse,
  withdrawDocument,
} from "./documents.repository.ts";
import type { DocumentRow } from "./documents.table.ts";
import { invalid } from "./fields.ts";
import { requiredFields, type Wish, wishOf } from "./new-document.ts";
import { standing } from "./standing.usecases.ts";
import { reportView } from "./report-view.ts";
import { mayUse, userRole } from "./templates/template-rights.ts";
import { findTemplate } from "./templates/templates.repository.ts";
import type { StoredTemplate } from "./templates.table.ts";

/** How long a creation may be under way before a repeat answers from what it left. */
const UNDER_WAY_MS = 10_000;
const SLOT_HELD_MS = MINUTE_MS;
const KEY = /^[\x21-\x7e]{1,255}$/;

export interface Creation {
  body: Readonly<Record<string, unknown>>;
  idempotencyKey: string | undefined;
}

interface Created {
  /** JSON: a replay is the same byte for byte. */
  answer: string;
  headers: Record<string, string>;
}

/** Equal for equal bodies. Canonical JSON has neither half surrogate pairs nor infinite numbers. */
const hashOf = (body: Creation["body"]): Promise<string> => {
  const wellFormed: unknown = JSON.parse(JSON.stringify(body), (_name, value: unknown) =>
    typeof value === "string" ? value.toWellFormed() : value,
  );
  return sha256Hex(canonicalize(wellFormed) ?? "");
};

const inProgress = (): AppError =>
  new AppError("CONFLICT", "A request with this Idempotency-Key is in progress", {
    headers: { "Retry-After": "1" },
  });

async function answerFor(deps: DocumentsDeps, row: DocumentRow, now: number): Promise<string> {
  const where = await standing(deps, row, now);
  const { position, completion } = where;
  const data = {
    report: reportView(row, where),
    queue_position: position,
    estimated_completion: completion,
  };
  return JSON.stringify({ success: true, data });
}

/** The first answer to this key; null when the key is new. @throws CONFLICT */
async function replay(
  deps: DocumentsDeps,
  { tenantId, userId }: Principal,
  key: string,
  bodyHash: string,
  now: number,
): Promise<Created | null> {
  const found = await findIdempotency(deps.db, tenantId, userId, key, now);
  if (!found) return null;
  if (found.body_hash !== bodyHash) {
    throw new AppError("CONFLICT", "Idempotency-Key was used with a different request");
  }
  const headers = { "Idempotent-Replayed": "true" };
  if (found.response !== null) return { answer: found.response, headers };
  if (now - found.created_at < UNDER_WAY_MS) throw inProgress();
  const row = await findDocument(deps.db, tenantId, found.document_id, now);
  if (!row) throw new AppError("NOT_FOUND", "Report not found");
  const answer = await answerFor(deps, row, now);
  await keepResponse(deps.db, row, key, answer);
  return { answer, headers };
}

const recordOf = (row: DocumentRow, key: string, bodyHash: string, now: number) => ({
  tenant_id: row.tenant_id,
  user_id: row.user_id,
  key,
  body_hash: bodyHash,
  document_id: row.id,
  response: null,
  created_at: now,
  expires_at: now + DAY_MS,
});

async function usableTemplate(
  { db, generators }: DocumentsDeps,
  principal: Principal,
  templateId: string,
  now: number,
): Promise<StoredTemplate> {
  const row = await findTemplate(db, principal.tenantId, templateId, now);
  if (!row?.is_active || !Object.hasOwn(generators, row.generator_class)) {
    throw new AppError("NOT_FOUND", "Template not found or not available");
  }
  if (!mayUse(userRole(principal), row))
    throw new AppError("FORBIDDEN", "Insufficient permissions");
  const { tenant_id: _tenant, ...template } = row;
  return template;
}

/** What only the database and the generator can tell of a wish. @throws AppError */
async function admit(
  { db, generators }: DocumentsDeps,
  principal: Principal,
  template: StoredTemplate,
  { parameters, honeyJarId, academyId }: Wish,
): Promise<void> {
  const refusal = generators[template.generator_class]?.check?.(parameters);
  if (refusal) throw invalid(`parameters.${refusal.parameter}`, refusal.rule);
  if (honeyJarId !== null && !(await readJar(db, principal.tenantId, honeyJarId))) {
    throw new AppError("NOT_FOUND", "Honey jar not found");
  }
  if (academyId !== null && !hasCapability(principal, "read_monitoring_report", academyId)) {
    throw new AppError("FORBIDDEN", "Insufficient permissions");
  }
}

/** Queued, or gone without a trace. @throws INTERNAL_ERROR */
async function enqueue(deps: DocumentsDeps, row: DocumentRow): Promise<DocumentRow> {
  try {
    await deps.queues(row.queue_name).enqueue([seedOf(row)]);
  } catch (error) {
    await withdrawDocument(deps.db, row);
    throw new AppError("INTERNAL_ERROR", "Failed to queue report", { cause: error });
  }
  return { ...row, status: "queued" };
}

/** The row with what remembers its key, and its place in the queue. @throws CONFLICT, INTERNAL_ERROR */
async function accept(
  deps: DocumentsDeps,
  row: DocumentRow,
  record: ReturnType<typeof recordOf> | null,
  now: number,
): Promise<DocumentRow> {
  if (!(await insertDocument(deps.db, row, record, auditNotes(deps, row, now)))) {
    throw inProgress();
  }
  return enqueue(deps, row);
}

/**
 * Accepts a document: a slot of the limit, the row with its idempotency record, its place in the
 * queue. The checks come in the order that callers were promised.
 */
export async function createDocument(
  deps: DocumentsDeps,
  principal: Principal,
  { body, idempotencyKey: key }: Creation,
  now: number,
): Promise<Created> {
  const { db } = deps;
  if (key !== undefined && !KEY.test(key)) {
    throw invalid("Idempotency-Key", "must be 1 to 255 visible ASCII characters");
  }
  const bodyHash = key === undefined ? "" : await hashOf(body);
  const known = key === undefined ? null : await replay(deps, principal, key, bodyHash, now);
  if (known) return known;
  const log = deps.rateLimits(BUCKETS.create, userOf(principal));
  requireFits(BUCKETS.create, await log.look(now));
  const { templateId, title } = requiredFields(body);
  const template = await usableTemplate(deps, principal, templateId, now);
  const wish = wishOf(body, title, template, deps.documents);
  await admit(deps, principal, template, wish);
  const row = newRow(deps, principal, template, wish, now);
  const headers = requireFits(BUCKETS.create, await log.take(now, row.id, SLOT_HELD_MS));
  const record = key === undefined ? null : recordOf(row, key, bodyHash, now);
  const queued = await accept(deps, row, record, now).catch(async (error: unknown) => {
    // A slot that cannot be given back now is void in a minute.
    await log.release(row.id).catch((late: unknown) => {
      deps.logger.error("documents.slot.not-released", failureFields(late));
    });
    throw error;
  });
  await log.confirm(row.id);
  const answer = await answerFor(deps, queued, now);
  if (key !== undefined) await keepResponse(db, row, key, answer);
  return { answer, headers };
}

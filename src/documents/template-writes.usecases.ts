import { AppError, type Principal } from "#shared";
import { writeAudit } from "./audit.repository.ts";
import type { AuditAction } from "./documents.table.ts";
import type { DocumentsDeps } from "./documents.ports.ts";
import { invalid } from "./fields.ts";
import { newFields, sentFields } from "./templates/template-rules.ts";
import {
  deactivateTemplate,
  insertTemplate,
  updateTemplate,
} from "./templates/template-writes.repository.ts";
import { findTemplate, listTemplates } from "./templates/templates.repository.ts";
import type { TemplateRow } from "./templates.table.ts";
import { notATemplate, templateDetails } from "./templates.usecases.ts";

type Body = Readonly<Record<string, unknown>>;

const nameTaken = (): AppError =>
  new AppError("CONFLICT", "Template with this name already exists");

function checkGenerator({ generators }: DocumentsDeps, name: string | undefined): void {
  if (name !== undefined && !Object.hasOwn(generators, name)) {
    throw invalid("generator_class", name);
  }
}

const note = (
  { db, ids }: DocumentsDeps,
  { tenantId, userId }: Principal,
  action: AuditAction,
  templateId: string,
  at: number,
) =>
  writeAudit(db, tenantId, {
    id: ids.uuid(),
    at,
    actor: userId,
    action,
    documentId: null,
    detail: { template_id: templateId },
  });

const profileFor = (scrambles: boolean): string => (scrambles ? "standard" : "none");

/** A template of the tenant's own, over a generator that the deployment has. */
export async function createTemplate(
  deps: DocumentsDeps,
  principal: Principal,
  body: Body,
  now: number,
) {
  const fields = newFields(body);
  checkGenerator(deps, fields.generator_class);
  // The seeded ones come first: their names are taken from the beginning.
  await listTemplates(deps.db, principal.tenantId, now);
  const row: TemplateRow = {
    ...fields,
    tenant_id: principal.tenantId,
    id: deps.ids.uuid(),
    scrambling_profile: profileFor(fields.requires_scrambling),
    is_premium: false,
    created_by: principal.userId,
    created_at: now,
    updated_at: now,
  };
  if (!(await insertTemplate(deps.db, row))) throw nameTaken();
  await note(deps, principal, "template.created", row.id, now);
  return templateDetails(row);
}

/** What is sent back as it was read is no change, and needs no check. */
const changesOf = (body: Body, row: TemplateRow): Body =>
  Object.fromEntries(
    Object.entries(body).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(row, field)),
    ),
  );

/** Changes what is sent; inactive ones too, so that they can be switched on again. */
export async function changeTemplate(
  deps: DocumentsDeps,
  principal: Principal,
  id: string,
  body: Body,
  now: number,
) {
  const row = await findTemplate(deps.db, principal.tenantId, id, now);
  if (!row) throw notATemplate();
  const sent = sentFields(changesOf(body, row));
  checkGenerator(deps, sent.generator_class);
  const { requires_scrambling: scrambles } = sent;
  const changed = await updateTemplate(deps.db, principal.tenantId, id, {
    ...sent,
    ...(scrambles !== undefined && { scrambling_profile: profileFor(scrambles) }),
    updated_at: now,
  });
  if (!changed) throw nameTaken();
  await note(deps, principal, "template.updated", id, now);
  return templateDetails(changed);
}

/** Switches it off: documents made of it keep their snapshot. */
export async function removeTemplate(
  deps: DocumentsDeps,
  principal: Principal,
  id: string,
  now: number,
): Promise<void> {
  const row = await findTemplate(deps.db, principal.tenantId, id, now);
  if (!row?.is_active) throw notATemplate();
  if (!(await deactivateTemplate(deps.db, principal.tenantId, id, now))) {
    throw new AppError("CONFLICT", "Cannot delete template with active reports");
  }
  await note(deps, principal, "template.deleted", id, now);
}

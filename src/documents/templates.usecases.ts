import { AppError, type Principal } from "#shared";
import type { DocumentsDeps } from "./documents.ports.ts";
import { secondTime } from "./estimates.ts";
import { isAdministrator, mayUse, userRole } from "./templates/template-rights.ts";
import { findTemplate, listTemplates } from "./templates/templates.repository.ts";
import type { TemplateRow } from "./templates.table.ts";

function templateItem(row: TemplateRow) {
  const { tenant_id: _tenant, template_config: _config, ...fields } = row;
  const times = {
    created_at: secondTime(row.created_at),
    updated_at: secondTime(row.updated_at),
  };
  return { ...fields, ...times };
}

/** Active templates that the role may use, by category, then name. */
export async function templatesFor(
  { db }: DocumentsDeps,
  principal: Principal,
  category: string | undefined,
  now: number,
) {
  const rows = await listTemplates(db, principal.tenantId, now);
  const templates = rows
    .filter((row) => row.is_active && mayUse(userRole(principal), row))
    .filter((row) => category === undefined || row.category === category)
    .map(templateItem);
  return { templates, count: templates.length, user_role: userRole(principal) };
}

export const templateDetails = (row: TemplateRow) => ({
  ...templateItem(row),
  template_config: row.template_config,
});

export const notATemplate = (): AppError => new AppError("NOT_FOUND", "Template not found");

/** @throws NOT_FOUND, FORBIDDEN */
async function usableTemplate(
  { db }: DocumentsDeps,
  principal: Principal,
  id: string,
  now: number,
): Promise<TemplateRow> {
  const row = await findTemplate(db, principal.tenantId, id, now);
  if (!row?.is_active) throw notATemplate();
  if (!mayUse(userRole(principal), row))
    throw new AppError("FORBIDDEN", "Insufficient permissions");
  return row;
}

export const templateOf = async (...args: Parameters<typeof usableTemplate>) =>
  templateDetails(await usableTemplate(...args));

export async function permissionsOn(
  deps: DocumentsDeps,
  principal: Principal,
  id: string,
  now: number,
) {
  const row = await usableTemplate(deps, principal, id, now);
  const writes = isAdministrator(principal);
  return {
    template_id: id,
    required_role: row.required_role,
    user_permissions: { can_view: true, can_edit: writes, can_delete: writes, can_execute: true },
  };
}

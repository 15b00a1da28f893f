import { AppError, isoTime } from "#shared";
import { keyRecord, mintKey } from "./api-keys.usecases.ts";
import type { TenancyDeps } from "./tenancy.ports.ts";
import { insertKey, insertTenant, tenantExists } from "./tenancy.repository.ts";
import type { NewTenant } from "./tenancy.schemas.ts";

const EVERYTHING = [{ academy_id: "*" as const, capabilities: ["read_monitoring_report"] }];

const adminKey = (name: string) => ({
  name,
  role: "admin" as const,
  scopes: [],
  capabilities: EVERYTHING,
});

/** A further admin key of a tenant, for one that has lost its own. @throws NOT_FOUND */
export async function createAdminKey(deps: TenancyDeps, tenantId: string, now: number) {
  if (!(await tenantExists(deps.db, tenantId))) {
    throw new AppError("NOT_FOUND", "Tenant not found");
  }
  const { key, row } = await mintKey(deps, tenantId, adminKey("Admin key by the operator"), now);
  await insertKey(deps.db, row);
  return { ...keyRecord(row), key };
}

/** A tenant with what every tenant starts with, and its first key: admin, every academy. */
export async function createTenant(deps: TenancyDeps, wish: NewTenant, now: number) {
  const id = wish.id ?? deps.ids.uuid();
  const { key, row } = await mintKey(deps, id, adminKey("First admin key"), now);
  const tenant = { id, name: wish.name, created_at: now };
  const seeds = deps.tenantSeeds.map((seed) => seed(id, row.id, now));
  if (!(await insertTenant(deps.db, tenant, row, seeds))) {
    throw new AppError("CONFLICT", `Tenant "${id}" exists already`);
  }
  return {
    tenant: { ...tenant, created_at: isoTime(now) },
    api_key: { ...keyRecord(row), key },
  };
}

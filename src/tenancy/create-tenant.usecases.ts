import { AppError, isoTime } from "#shared";
import { keyRecord, mintKey } from "./api-keys.usecases.ts";
import type { TenancyDeps } from "./tenancy.ports.ts";
import { insertTenant } from "./tenancy.repository.ts";
import type { NewTenant } from "./tenancy.schemas.ts";

const EVERYTHING = [{ academy_id: "*" as const, capabilities: ["read_monitoring_report"] }];

/** A tenant with what every tenant starts with, and its first key: admin, every academy. */
export async function createTenant(deps: TenancyDeps, wish: NewTenant, now: number) {
  const id = wish.id ?? deps.ids.uuid();
  const first = {
    name: "First admin key",
    role: "admin" as const,
    scopes: [],
    capabilities: EVERYTHING,
  };
  const { key, row } = await mintKey(deps, id, first, now);
  const tenant = { id, name: wish.name, created_at: now };
  const seeds = deps.tenantSeeds.map((seed) => seed(id));
  if (!(await insertTenant(deps.db, tenant, row, seeds))) {
    throw new AppError("CONFLICT", `Tenant "${id}" exists already`);
  }
  return {
    tenant: { ...tenant, created_at: isoTime(now) },
    api_key: { ...keyRecord(row), key },
  };
}

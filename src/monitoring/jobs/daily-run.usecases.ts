import { type GenerationDeps, startGeneration } from "#generation";
import { DAY_MS, failureFields, utcDate } from "#shared";
import { tenantIds } from "#tenancy";
import type { ReportType } from "../report-type.ts";
import { activeAcademyIds } from "./active-academies.query.ts";

const TENANTS_AT_ONCE = 100;

export interface DailyRunDeps extends GenerationDeps {
  reportTypes: readonly ReportType[];
}

/** All report types of one day for all of a tenant's active academies. */
async function runTenant(deps: DailyRunDeps, tenantId: string, date: string): Promise<void> {
  const academyIds = await activeAcademyIds(deps.db, tenantId);
  if (academyIds.length === 0) return;
  for (const { slug } of deps.reportTypes) {
    await startGeneration(deps, tenantId, {
      reportType: slug,
      dateStart: date,
      dateEnd: date,
      force: false,
      requestedById: null,
      params: {
        date,
        requested_academy_ids: academyIds,
        applied_academy_ids: academyIds,
        resolution: "full",
      },
    });
  }
}

/**
 * Generates yesterday for every tenant. Run again it finds what it began as long as that is active.
 * @param now when it was due, so that a late start does not take another day.
 */
export async function runDaily(deps: DailyRunDeps, now: number): Promise<void> {
  const yesterday = utcDate(now - DAY_MS);
  let tenants: string[] = [];
  do {
    tenants = await tenantIds(deps.db, tenants.at(-1) ?? "", TENANTS_AT_ONCE);
    for (const tenantId of tenants) {
      await runTenant(deps, tenantId, yesterday).catch((error: unknown) => {
        deps.logger.error("monitoring.daily-run.failed", {
          tenant: tenantId,
          ...failureFields(error),
        });
      });
    }
  } while (tenants.length === TENANTS_AT_ONCE);
}

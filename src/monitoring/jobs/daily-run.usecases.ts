import { startGeneration } from "#generation";
import { DAY_MS, utcDate } from "#shared";
import { tenantIds } from "#tenancy";
import type { DailyRunDeps } from "../monitoring.ports.ts";
import { readDueRun } from "./daily-run.query.ts";

/** A queue takes a hundred messages at once; one of them goes on with the next tenants. */
const TENANTS_A_PAGE = 99;

/**
 * Sets going the generation of yesterday for every tenant. Called again it begins what was not begun.
 * @param now when it was due, so that a late start does not take another day.
 */
export const runDaily = ({ sendDailyRunMessages }: DailyRunDeps, now: number): Promise<void> =>
  sendDailyRunMessages([{ v: 1, kind: "daily-hand-out", date: utcDate(now - DAY_MS), after: "" }]);

/** A page in a message: however many tenants there are, no invocation works for more than these. */
export async function handOut(deps: DailyRunDeps, date: string, after: string): Promise<void> {
  const tenants = await tenantIds(deps.db, after, TENANTS_A_PAGE);
  const last = tenants.at(-1);
  if (last === undefined) return;
  await deps.sendDailyRunMessages([
    ...tenants.map((tenant_id) => ({ v: 1, kind: "daily-run", date, tenant_id }) as const),
    { v: 1, kind: "daily-hand-out", date, after: last },
  ]);
}

/** The report types of one day that are still to begin, for all of a tenant's active academies. */
export async function runTenant(deps: DailyRunDeps, tenantId: string, date: string): Promise<void> {
  const slugs = deps.reportTypes.map(({ slug }) => slug);
  const { academyIds, types } = await readDueRun(deps.db, tenantId, date, slugs);
  if (academyIds.length === 0) return;
  for (const reportType of types) {
    await startGeneration(deps, tenantId, {
      reportType,
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

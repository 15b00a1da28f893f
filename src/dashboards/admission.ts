import { failureFields, type Logger, type Principal } from "#shared";
import type { DashboardsDeps } from "./dashboards.ports.ts";

type AdmissionDeps = Pick<DashboardsDeps, "dashboardRequests"> & { logger: Logger };

/**
 * Takes one unit of a credential's limit. The limit keeps eager callers from the database and
 * nobody from data: where the counter itself fails, it is logged and callers are let in.
 */
export async function admit(
  { dashboardRequests, logger }: AdmissionDeps,
  { credentialId }: Principal,
): Promise<boolean> {
  try {
    return (await dashboardRequests.limit({ key: credentialId })).success;
  } catch (error) {
    logger.error("dashboards.limit.failed", failureFields(error));
    return true;
  }
}

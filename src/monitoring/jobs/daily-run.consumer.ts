import type { DailyRunDeps } from "../monitoring.ports.ts";
import { dailyRunMessage } from "./daily-run.messages.ts";
import { handOut, runTenant } from "./daily-run.usecases.ts";

/** Does the part of a daily run that a message names. @returns false when it names none. */
export async function consumeDailyRun(deps: DailyRunDeps, body: unknown): Promise<boolean> {
  const { success, data } = dailyRunMessage.safeParse(body);
  if (!success) return false;
  if (data.kind === "daily-run") await runTenant(deps, data.tenant_id, data.date);
  else await handOut(deps, data.date, data.after);
  return true;
}

/** A message that failed too often. The next hour's run makes up for it. @returns false when it names no run. */
export async function noteDeadDailyRun(deps: DailyRunDeps, body: unknown): Promise<boolean> {
  const { success, data } = dailyRunMessage.safeParse(body);
  if (success) deps.logger.error("monitoring.daily-run.dead-lettered", { ...data });
  return success;
}

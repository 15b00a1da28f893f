import type { TenancyDeps } from "#tenancy";

/** What honey jars need beside what authentication needs already. */
export type HoneyJarsDeps = TenancyDeps;

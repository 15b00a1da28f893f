import type { TtlCache } from "#shared";
import type { TenancyDeps } from "#tenancy";

/** An answer as it was sent, under the ETag that says when it is still true. */
export interface KeptAnswer {
  etag: string;
  body: string;
  /** Of a segment that could not be used. */
  warning: string | undefined;
}

/** Counts requests per caller; the form of the Workers rate-limiting binding. */
interface RequestLimiter {
  limit(request: { key: string }): Promise<{ success: boolean }>;
}

export interface DashboardsDeps extends TenancyDeps {
  dashboardRequests: RequestLimiter;
  /** By tenant and query; the ETag holds the data version, so that none is ever stale. */
  dashboardAnswers: TtlCache<KeptAnswer>;
}

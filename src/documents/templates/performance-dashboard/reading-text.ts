import type { DashboardReading } from "#dashboards";

/** What a type shows, or its warning in its place. */
export const shown = <Result>(
  { result, warning }: DashboardReading<Result>,
  of: (result: Result) => string,
): string => (result === null ? `**Warning:** ${warning}` : of(result));

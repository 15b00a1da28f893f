import type { TenancyDeps } from "#tenancy";

/** What ingestion needs beside what authentication needs already. */
export type SourcesDeps = TenancyDeps;

import type { Db } from "#shared";
import type { Assignment } from "../generator.ts";

/** Complete sentences of the numbers of one data template. */
export interface TenantFacts {
  title: string;
  sentences: readonly string[];
}

/** The web, where somebody has configured a way to search it. */
export interface WebSearch {
  search(query: string, limit: number): Promise<{ title: string; url: string; text: string }[]>;
}

export interface RetrievalDeps {
  db: Db;
  /** Facts of the data templates that the author of the document may use. */
  tenantFacts?: ((assignment: Assignment) => Promise<TenantFacts[]>) | undefined;
  webSearch?: WebSearch | undefined;
}

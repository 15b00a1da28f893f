/** A record as the ingestion API takes it. */
export type DemoRecord = Record<string, unknown>;

/** A record on its way: one line of NDJSON, and where it stands in the file. */
export interface SourceRecord {
  line: number;
  /** Absent when the file's line is no record. */
  json: string | undefined;
  problem?: string;
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";

const FOLDER = join(import.meta.dirname, "../../../shared/data/ics-docs");

export const SCADA_REQUEST =
  "Provide a detailed 4500+ word analysis of SCADA/ICS security best practices, including NERC CIP compliance, network segmentation, and incident response.";

interface IndexRow {
  doc_id: string;
  title: string;
  file: string;
  repository: string;
  path: string;
  commit: string;
}

export interface IcsDocument {
  title: string;
  /** Tells apart what has the same title. */
  source_url: string;
  content_type: "text/markdown";
  content: string;
}

/** Public texts on industrial control systems, not part of the project; none where they are absent. */
export function icsDocuments(): IcsDocument[] {
  const index = join(FOLDER, "index.csv");
  if (!existsSync(index)) {
    console.log(`No real documents in ${FOLDER}: the tests over them are skipped`);
    return [];
  }
  const rows: IndexRow[] = parse(readFileSync(index), { columns: true });
  return rows.map(({ title, file, repository, commit, path }) => ({
    title,
    source_url: `https://github.com/${repository}/blob/${commit}/${path}#${file}`,
    content_type: "text/markdown",
    content: readFileSync(join(FOLDER, file), "utf8"),
  }));
}

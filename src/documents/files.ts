import type { Format } from "./document.ts";
import type { FileEntry, FileStore } from "./documents.ports.ts";

interface Named {
  tenant_id: string;
  id: string;
}

/** Everything of a document. A tenant id has no slash, so no prefix begins another's. */
export const documentPrefix = ({ tenant_id, id }: Named): string => `documents/${tenant_id}/${id}/`;

export const attemptPrefix = (document: Named, attempt: number): string =>
  `${documentPrefix(document)}${attempt}/`;

export const workPrefix = (document: Named, run: number): string =>
  `${documentPrefix(document)}work/${run}/`;

export const fileKey = (document: Named, attempt: number, format: Format): string =>
  `${attemptPrefix(document, attempt)}report.${format}`;

/** All files under a prefix, page by page. */
export async function* filesUnder(files: FileStore, prefix: string): AsyncGenerator<FileEntry[]> {
  let cursor: string | null | undefined;
  do {
    const page = await files.list(prefix, cursor ?? undefined);
    yield page.files;
    cursor = page.cursor;
  } while (cursor !== null);
}

export async function removePrefix(files: FileStore, prefix: string): Promise<void> {
  for await (const page of filesUnder(files, prefix)) {
    await files.remove(page.map(({ key }) => key));
  }
}

export const removeFiles = (files: FileStore, document: Named): Promise<void> =>
  removePrefix(files, documentPrefix(document));

import { DocumentError } from "../../document-error.ts";
import { contentsIds, withPageNumbers } from "../page/contents.ts";
import { PdfFile } from "./pdf-file.ts";

const MAX_PDF_BYTES = 25 * 1_024 * 1_024;

/** Two are the rule; the third is for numbers that moved what they count. */
const MOST_PASSES = 3;

const invalid = (reason: string): DocumentError =>
  new DocumentError("OUTPUT_INVALID", { cause: new Error(reason) });

function readPdf(bytes: Uint8Array): PdfFile {
  try {
    return new PdfFile(bytes);
  } catch (error) {
    throw new DocumentError("OUTPUT_INVALID", { cause: error });
  }
}

/** The page of each of these places. */
function pagesOf(pdf: PdfFile, ids: readonly string[]): Map<string, number> {
  const places = pdf.destinations();
  return new Map(
    ids.map((id) => {
      const page = places.get(id);
      if (page === undefined) throw invalid("A line of the contents leads nowhere");
      return [id, page];
    }),
  );
}

const isSame = (one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): boolean =>
  one.size === other.size && [...one].every(([id, page]) => other.get(id) === page);

/** Chromium loses or doubles spaces where a title breaks into lines. */
const squeezed = (text: string): string => text.replaceAll(/\s+/g, "");

function check(pdf: PdfFile, bytes: Uint8Array, title: string): void {
  if (bytes.length > MAX_PDF_BYTES) throw new DocumentError("TOO_LARGE");
  if (pdf.pages().length < 2) throw invalid("The file has fewer than two pages");
  if (squeezed(pdf.title()) !== squeezed(title)) throw invalid("The file has another title");
  if (squeezed(pdf.rootBookmark() ?? "") !== squeezed(title)) {
    throw invalid("The bookmarks do not begin with the title");
  }
}

/**
 * Prints a page until its contents name the pages on which the headings stand, and checks the
 * file: Chromium cannot count pages in advance. The first print is a draft, of which only the pages
 * are used. Throws DocumentErrors OUTPUT_INVALID, TOO_LARGE.
 */
export async function typeset(
  html: string,
  title: string,
  print: (html: string, isDraft: boolean) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const ids = contentsIds(html);
  let pages = new Map<string, number>();
  for (let pass = 1; pass <= MOST_PASSES; pass += 1) {
    const isDraft = pass === 1 && ids.length > 0;
    const bytes = await print(withPageNumbers(html, pages), isDraft);
    const pdf = readPdf(bytes);
    const found = pagesOf(pdf, ids);
    if (isSame(found, pages)) {
      check(pdf, bytes, title);
      return bytes;
    }
    pages = found;
  }
  throw invalid("The pages of the contents do not settle");
}

import { csvLines, type Db, failureFields, type Logger } from "#shared";
import type { ReportField } from "../report-type.ts";
import { prepare } from "../statement.ts";
import type { ListWish, Page } from "./list-wish.ts";
import { type ListedRow, type Listing, countStatement, pageStatement } from "./listing.ts";
import { pageHeaders, pageLinks } from "./page-links.ts";
import { csvCells, printedRow } from "./printed-row.ts";

/** Rows of an export that are in memory at once. */
const CHUNK_ROWS = 1_000;

const isWholeExport = ({ format, isLimited }: ListWish): boolean => format !== "json" && !isLimited;

const firstPage = (wish: ListWish): Page =>
  isWholeExport(wish) ? { limit: CHUNK_ROWS, offset: wish.page.offset } : wish.page;

/** What a list reads for its first answer: the page, then the count. */
export const listStatements = (listing: Listing, wish: ListWish) => [
  pageStatement(listing, wish.sort, firstPage(wish)),
  countStatement(listing),
];

/** The first rows, then, for an export of the whole list, what comes after them. */
async function* pagesFrom(db: Db, listing: Listing, wish: ListWish, first: readonly ListedRow[]) {
  for (let rows = first; rows.length > 0;) {
    yield rows;
    const last = rows.at(-1);
    if (!isWholeExport(wish) || rows.length < CHUNK_ROWS || !last) return;
    const page = pageStatement(listing, wish.sort, { limit: CHUNK_ROWS, offset: 0 }, last);
    rows = (await prepare(db, page).all<ListedRow>()).results;
  }
}

const ndjson = (fields: readonly ReportField[], rows: readonly ListedRow[]): string =>
  rows.map((row) => `${JSON.stringify(printedRow(fields, row))}\n`).join("");

/** The text of an export, a portion for each page. */
async function* exportText(listing: Listing, wish: ListWish, pages: AsyncIterable<ListedRow[]>) {
  const { fields } = listing;
  if (wish.format === "csv") yield csvLines([fields.map(({ name }) => name)]);
  for await (const rows of pages) {
    yield wish.format === "csv"
      ? csvLines(rows.map((row) => csvCells(fields, row)))
      : ndjson(fields, rows);
  }
}

/** Reads on only when the reader took what there was; a failure aborts the connection. */
function streamOf(text: AsyncGenerator<string>, logger: Logger): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { value, done } = await text.next();
          if (done) controller.close();
          else controller.enqueue(encoder.encode(value));
        } catch (error) {
          logger.error("monitoring.export.failed", failureFields(error));
          controller.error(error);
        }
      },
      cancel: async () => {
        await text.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

const CONTENT_TYPES = {
  json: "application/json",
  csv: "text/csv; charset=utf-8",
  ndjson: "application/x-ndjson",
};

/** What a list needs to answer. */
export interface ListAnswer {
  listing: Listing;
  wish: ListWish;
  /** The results of `listStatements`. */
  results: readonly ListedRow[][];
}

/** A list as a page of JSON, or as CSV or NDJSON, with its headers. @param url of the request */
export function listResponse(
  { db, logger }: { db: Db; logger: Logger },
  { listing, wish, results: [rows = [], counts = []] }: ListAnswer,
  url: string,
): Response {
  const count = Number(counts[0]?.["count"] ?? 0);
  const links = pageLinks(url, wish.page, count);
  const headers = {
    "Content-Type": CONTENT_TYPES[wish.format],
    "X-Total-Count": String(count),
    ...(!isWholeExport(wish) && pageHeaders(wish.page, links)),
  };
  if (wish.format === "json") {
    const printed = rows.map((row) => printedRow(listing.fields, row));
    const body = wish.envelope ? { count, ...links, results: printed } : printed;
    return new Response(JSON.stringify(body), { headers });
  }
  const pages = pagesFrom(db, listing, wish, rows) as AsyncGenerator<ListedRow[]>;
  return new Response(streamOf(exportText(listing, wish, pages), logger), {
    headers: {
      ...headers,
      ...(wish.format === "csv" && {
        "Content-Disposition": `attachment; filename="${listing.fileName}.csv"`,
      }),
    },
  });
}

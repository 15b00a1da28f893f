/** What a cover says, and what the printer has to know. */
export interface Cover {
  title: string;
  description: string | null;
  preparedFor: string;
  /** The document's instant, in milliseconds. */
  date: number;
  templateName: string;
  sourceCount: number;
  /** BCP 47. */
  language: string;
  pageSize: "A4" | "Letter";
}

/**
 * Prints a standalone page, its contents with page numbers. Throws DocumentErrors
 * RENDER_UNAVAILABLE, RENDER_TIMEOUT, OUTPUT_INVALID or TOO_LARGE.
 */
export interface Renderer {
  pdf(html: string, cover: Cover): Promise<Uint8Array>;
}

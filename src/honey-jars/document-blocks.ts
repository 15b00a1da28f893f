import type { Block } from "./blocks.ts";
import { htmlBlocks } from "./html-blocks.ts";
import { markdownBlocks } from "./markdown-blocks.ts";
import { plainBlocks } from "./plain-blocks.ts";

export const CONTENT_TYPES = ["text/markdown", "text/plain", "text/html"] as const;
export type ContentType = (typeof CONTENT_TYPES)[number];

const READERS: Record<ContentType, (content: string) => Block[] | Promise<Block[]>> = {
  "text/markdown": markdownBlocks,
  "text/plain": plainBlocks,
  "text/html": htmlBlocks,
};

/** The readable text of a document in blocks. */
export const blocksOf = async (type: ContentType, content: string): Promise<Block[]> =>
  READERS[type](content);

import type { Block } from "./blocks.ts";

/** UTF-16 code units, so at most as many characters. */
export const PASSAGE_LENGTH = 1_200;

const sentences = new Intl.Segmenter("en", { granularity: "sentence" });
const SPACE = /\s/;

/** Where to cut: after the last space before `end`, else at `end`, never inside a surrogate pair. */
function cutBefore(text: string, start: number, end: number): number {
  for (let at = end; at > start + (end - start) / 2; at--) {
    if (SPACE.test(text.charAt(at - 1))) return at;
  }
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code <= 0xdbff ? end - 1 : end;
}

/** The text in parts of at most `limit`, cut at spaces where there are any. */
function* shortened(text: string, limit: number): Generator<string> {
  let start = 0;
  while (text.length - start > limit) {
    const end = cutBefore(text, start, start + limit);
    yield text.slice(start, end);
    start = end;
  }
  yield text.slice(start);
}

/** As few strings as possible of at most `limit`, each made of whole units. */
function packed(units: Iterable<string>, limit: number, joint: string): string[] {
  const packs: string[] = [];
  let pack: string | undefined;
  for (const unit of units) {
    for (const part of shortened(unit, limit)) {
      if (pack !== undefined && pack.length + joint.length + part.length <= limit) {
        pack += joint + part;
      } else {
        if (pack !== undefined) packs.push(pack);
        pack = part;
      }
    }
  }
  if (pack !== undefined) packs.push(pack);
  return packs;
}

function textPieces(text: string): string[] {
  if (text.length <= PASSAGE_LENGTH) return [text];
  const units = Iterator.from(sentences.segment(text)).map(({ segment }) => segment);
  return packed(units, PASSAGE_LENGTH, "").map((piece) => piece.trim());
}

/** Fenced, so that a reader can tell it from prose. */
function codePieces(text: string): string[] {
  const fence = text.includes("```") ? "~~~" : "```";
  const limit = PASSAGE_LENGTH - 2 * (fence.length + 1);
  return packed(text.split("\n"), limit, "\n")
    .filter((piece) => piece.trim() !== "")
    .map((piece) => `${fence}\n${piece.trimEnd()}\n${fence}`);
}

const rowLine = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll(/\s+/g, " ").trim()).join(" | ")} |`;

/** A header longer than this would leave no room for its rows and is not repeated. */
const LONGEST_HEADER = PASSAGE_LENGTH / 2;

function tablePieces(rows: readonly string[][]): string[] {
  const lines = rows.map(rowLine);
  const [header = "", ...rest] = lines;
  if (header.length > LONGEST_HEADER || rest.length === 0) {
    return packed(lines, PASSAGE_LENGTH, "\n");
  }
  const bodies = packed(rest, PASSAGE_LENGTH - header.length - 1, "\n");
  return bodies.map((body) => `${header}\n${body}`);
}

/** A block in pieces that each fit a passage: at sentence ends, code and tables at line ends. */
export function piecesOf(block: Block): string[] {
  const pieces = (() => {
    switch (block.kind) {
      case "code":
        return codePieces(block.text);
      case "table":
        return tablePieces(block.rows);
      default:
        return textPieces(block.text);
    }
  })();
  return pieces.filter((piece) => piece.trim() !== "");
}

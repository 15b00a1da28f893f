/** Which bytes are asked for; `size` is the whole file's. */
export type ByteRange =
  | { kind: "whole" }
  | { kind: "part"; offset: number; length: number }
  | { kind: "unsatisfiable" };

const WHOLE: ByteRange = { kind: "whole" };

function part(first: number, last: number, size: number): ByteRange {
  if (first >= size) return { kind: "unsatisfiable" };
  return { kind: "part", offset: first, length: Math.min(last, size - 1) - first + 1 };
}

/** One range of `bytes`; several, or what cannot be read, mean the whole file (RFC 9110, 14.2). */
export function byteRange(header: string | undefined, size: number): ByteRange {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.replaceAll(" ", "") ?? "");
  if (!match) return WHOLE;
  const [, from = "", to = ""] = match;
  if (from === "") {
    if (to === "") return WHOLE;
    const length = Math.min(Number(to), size);
    return length === 0
      ? { kind: "unsatisfiable" }
      : { kind: "part", offset: size - length, length };
  }
  if (to !== "" && Number(to) < Number(from)) return WHOLE;
  return part(Number(from), to === "" ? size - 1 : Number(to), size);
}

/** Whether a list of entity tags names this one, as If-None-Match compares (weakly). */
export const namesTag = (header: string | undefined, tag: string): boolean =>
  header !== undefined &&
  header.split(",").some((one) => one.trim() === "*" || one.trim().replace(/^W\//, "") === tag);

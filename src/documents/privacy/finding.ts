export type PiiType =
  | "EMAIL"
  | "PHONE"
  | "SSN"
  | "CARD"
  | "IBAN"
  | "IP"
  | "SECRET"
  | "DOB"
  | "NAME"
  | "LITERAL";

/** Where in a text something personal stands: UTF-16 offsets, `end` exclusive. */
export interface Span {
  start: number;
  end: number;
  /** 0 to 1. Where two findings overlap, the more certain one stands. */
  confidence: number;
}

export interface Finding extends Span {
  type: PiiType;
}

export interface Detector {
  type: PiiType;
  find: (this: void, text: string) => Iterable<Span>;
}

/** The spans of one group of a pattern (with flags `g` and `d`), or of the whole match. */
export function* spansOf(
  text: string,
  pattern: RegExp,
  confidence: number,
  accepts: (value: string, match: RegExpExecArray) => boolean = () => true,
): Generator<Span> {
  for (const match of text.matchAll(pattern)) {
    const [start, end] = match.indices?.groups?.["value"] ?? [
      match.index,
      match.index + match[0].length,
    ];
    if (accepts(text.slice(start, end), match)) yield { start, end, confidence };
  }
}

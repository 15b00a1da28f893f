export interface Weighted {
  value: string;
  q: number;
}

const WEIGHT = /^q=(0(?:\.\d*)?|1(?:\.0*)?)$/i;

/**
 * The pieces of a header such as `Accept`: highest weight first, then in the order sent. Pieces that
 * are not well formed or weigh 0 to 1 no number are skipped.
 * @param value what stands before the parameters
 * @param parameter which further parameters may stand beside `q`
 */
export function weighted(header: string, value: RegExp, parameter?: RegExp): Weighted[] {
  const pieces = header.split(",").flatMap((piece): Weighted[] => {
    const [head = "", ...parameters] = piece.split(";").map((part) => part.trim());
    const weights = parameters.filter((one) => /^q=/i.test(one));
    const others = parameters.filter((one) => !/^q=/i.test(one));
    const [, q] = WEIGHT.exec(weights[0] ?? "q=1") ?? [];
    const wellFormed = weights.length < 2 && others.every((one) => parameter?.test(one));
    return value.test(head) && q !== undefined && wellFormed ? [{ value: head, q: Number(q) }] : [];
  });
  return pieces.toSorted((a, b) => b.q - a.q);
}

/** In lines of small letters: what there is beside the facts, and what a line of the title takes. */
const ROOM = 36;
const TITLE_LINE = 2;

/** In widths of a small letter of each. */
const TITLE_WIDTH = 45;
const DESCRIPTION_WIDTH = 90;

/** Letters of scripts like Chinese are twice as wide as others, capitals somewhat wider. */
function widthOf(letter: string): number {
  if (letter >= "\u2E80") return 2;
  return /\p{Lu}/u.test(letter) ? 1.6 : 1;
}

/** Where the line that comes after so many lines begins, in UTF-16 units; the length without it. */
function endOfLines(text: string, width: number, most: number): { lines: number; end: number } {
  let lines = 1;
  let used = 0;
  let end = 0;
  for (const letter of text) {
    used += widthOf(letter);
    if (letter === "\n" || used > width) [lines, used] = [lines + 1, widthOf(letter)];
    if (lines > most) break;
    end += letter.length;
  }
  return { lines, end };
}

/**
 * How much of a description the cover has room for under its title, in UTF-16 units; an estimate
 * on the safe side, for a cover that is too full makes Chromium print the whole document smaller.
 */
export function roomOnCover(title: string, description: string): number {
  const { lines } = endOfLines(title, TITLE_WIDTH, Infinity);
  return endOfLines(description, DESCRIPTION_WIDTH, ROOM - lines * TITLE_LINE).end;
}

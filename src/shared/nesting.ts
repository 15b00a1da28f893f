/** SQLite reads JSON down to 1,000 levels, and who writes it has one stack; far less is data. */
const DEEPEST = 100;

export function isTooDeep(value: unknown, levels = DEEPEST): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1));
}

/** What a caller is told of it. */
export const TOO_DEEP = `must not nest deeper than ${DEEPEST} levels`;

/** As much of a JSON Schema as the fields of datasets use. */
export interface FieldSchema {
  type?: string | string[];
  anyOf?: FieldSchema[];
}

export type FieldSchemas = Record<string, FieldSchema>;

/** What a field may be, through every alternative. */
export function typesOf({ type, anyOf = [] }: FieldSchema): Set<string> {
  const own = type === undefined ? [] : [type].flat();
  return new Set([...own, ...anyOf.flatMap((one) => [...typesOf(one)])]);
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const FLAGS = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

function parsed(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}

/**
 * The value that a cell of a CSV file stands for. A cell that does not fit stays text, so that the
 * server rejects it by its own rule and words.
 */
export function convertCell(cell: string, types: ReadonlySet<string>): unknown {
  if (types.has("string")) return cell;
  const bare = cell.trim();
  if (types.has("object") || types.has("array")) return parsed(bare);
  if (types.has("boolean")) return FLAGS.get(bare.toLowerCase()) ?? cell;
  if (types.has("integer") || types.has("number")) return NUMBER.test(bare) ? Number(bare) : cell;
  return cell;
}

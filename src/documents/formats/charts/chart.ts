import { z } from "zod";

const MAX_POINTS = 400;

const chart = z
  .object({
    type: z.enum(["bar", "line", "histogram"]),
    title: z.string().max(200),
    /** A category, day or bin per point. */
    x: z.array(z.union([z.string().max(200), z.number()])).min(1),
    series: z
      .array(z.object({ name: z.string().max(100), values: z.array(z.number().nullable()) }))
      .min(1)
      .max(12),
  })
  .refine(({ x, series }) => x.length * series.length <= MAX_POINTS)
  .refine(({ x, series }) => series.every(({ values }) => values.length === x.length));

/** What a fenced `chart` block holds as JSON. */
export type Chart = z.infer<typeof chart>;

/** The chart of a fence; undefined when its text is none, which is then shown as it is. */
export function readChart(text: string): Chart | undefined {
  try {
    return chart.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** A chart as a block of markdown. */
export const chartBlock = (value: Chart): string => `\`\`\`chart\n${JSON.stringify(value)}\n\`\`\``;

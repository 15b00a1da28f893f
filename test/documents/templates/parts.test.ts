import { describe, expect, it } from "vitest";
import { counted } from "../../../src/documents/templates/parts/numbers.ts";
import { figure } from "../../../src/documents/templates/parts/tables.ts";
import { chartsIn, tableIn } from "./kit.ts";

const drawn = (
  x: string[],
  series: { name: string; values: number[] }[],
  type: "bar" | "line" = "bar",
) => figure({ type, title: "Documents", x, series }, { heading: "Day" });

describe("what a data template is made of", () => {
  it("counts in words that fit the number", () => {
    expect([0, 1, 2, 2_000].map((n) => counted(n, "document"))).toEqual([
      "no documents",
      "1 document",
      "2 documents",
      "2,000 documents",
    ]);
  });

  it("draws a single bar, but no line of a single point: its number is in the table", () => {
    const series = [{ name: "Documents", values: [6] }];
    expect(chartsIn(drawn(["text/markdown"], series))).toHaveLength(1);
    const text = drawn(["2026-01-20"], series, "line");
    expect(chartsIn(text)).toEqual([]);
    expect(tableIn(text)).toEqual([{ Day: "2026-01-20", Documents: "6" }]);
  });

  it("draws series of different size apart, and none that is empty", () => {
    const text = drawn(
      ["a", "b"],
      [
        { name: "Completed", values: [0, 34] },
        { name: "Failed", values: [0, 1] },
        { name: "Cancelled", values: [0, 0] },
      ],
    );
    expect(chartsIn(text).map(({ title }) => title)).toEqual([
      "Documents: Completed",
      "Documents: Failed",
    ]);
    expect(tableIn(text)[1]).toEqual({ Day: "b", Completed: "34", Failed: "1", Cancelled: "0" });
  });
});

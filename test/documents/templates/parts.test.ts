import { describe, expect, it } from "vitest";
import { counted } from "../../../src/documents/templates/parts/numbers.ts";
import { figure } from "../../../src/documents/templates/parts/tables.ts";
import { chartsIn, tableIn } from "./kit.ts";

const drawn = (x: string[], series: { name: string; values: number[] }[]) =>
  figure({ type: "bar", title: "Documents", x, series }, { heading: "Day" });

describe("what a data template is made of", () => {
  it("counts in words that fit the number", () => {
    expect([0, 1, 2, 2_000].map((n) => counted(n, "document"))).toEqual([
      "no documents",
      "1 document",
      "2 documents",
      "2,000 documents",
    ]);
  });

  it("draws no chart of a single point, whose number is in the table", () => {
    const text = drawn(["text/markdown"], [{ name: "Documents", values: [6] }]);
    expect(chartsIn(text)).toEqual([]);
    expect(tableIn(text)).toEqual([{ Day: "text/markdown", Documents: "6" }]);
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

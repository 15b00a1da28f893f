import { describe, expect, it } from "vitest";
import { standalonePage } from "../../../src/documents/formats/page/standalone-page.ts";
import { cover } from "./kit.ts";

const coverOf = async (title: string, description: string) => {
  const html = await standalonePage("text", cover({ title, description }));
  const shown = /<p class="description[^"]*">([^<]*)<\/p>/.exec(html)?.[1] ?? "";
  const overleaf = /<p class="overleaf">([^<]*)<\/p>/.exec(html)?.[1];
  return { shown, overleaf };
};

const words = (length: number) => "What two winters say about losses. ".repeat(60).slice(0, length);

describe("the description on the cover", () => {
  it("stands there whole, up to its limit under the longest title", async () => {
    const { shown, overleaf } = await coverOf(words(255), words(1_999));
    expect(shown).toBe(words(1_999));
    expect(overleaf).toBeUndefined();
  });

  it.each([
    ["wide letters", "早期预警与重量".repeat(36), "两个冬天的数据".repeat(285)],
    ["capitals", "W".repeat(255), "D".repeat(2_000)],
    ["many lines", "Lines", Array.from({ length: 120 }, (_, at) => `line ${at}`).join("\n")],
    ["pairs of code units", "W".repeat(255), "🚰".repeat(1_000)],
  ])("of %s begins there and stands whole overleaf", async (_, title, description) => {
    const { shown, overleaf } = await coverOf(title, description.slice(0, 2_000));
    expect(overleaf).toBe(description.slice(0, 2_000));
    expect(shown.endsWith(" …")).toBe(true);
    expect(shown.isWellFormed()).toBe(true);
    expect(description.startsWith(shown.slice(0, -2))).toBe(true);
    expect(shown.length).toBeGreaterThan(100);
  });
});

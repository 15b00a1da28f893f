import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blocksOf, type ContentType } from "../../src/honey-jars/document-blocks.ts";
import { cutPassages } from "../../src/honey-jars/passages.ts";

const cut = async (type: ContentType, content: string) =>
  cutPassages(await blocksOf(type, content), content.length);

const words = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? [];
const countOf = (list: readonly string[], word: string) =>
  list.filter((one) => one === word).length;

const word = fc.integer({ min: 0, max: 1e9 }).map((n) => `w${n.toString(36)}q`);
const line = fc.array(word, { minLength: 1, maxLength: 40 }).map((list) => `${list.join(" ")}.`);
const uniqueParts = fc.array(
  fc.record({
    kind: fc.constantFrom("heading", "paragraph", "item", "quote", "code", "table"),
    lines: fc.array(line, { minLength: 1, maxLength: 12 }),
    level: fc.integer({ min: 1, max: 6 }),
  }),
  { maxLength: 25 },
);

interface Part {
  kind: string;
  lines: string[];
  level: number;
}

const SOURCES: Record<"text/markdown" | "text/html", (part: Part) => string> = {
  "text/markdown": ({ kind, lines, level }) => {
    const one = lines.join(" ");
    switch (kind) {
      case "heading":
        return `${"#".repeat(level)} ${one}`;
      case "item":
        return lines.map((text) => `- ${text}`).join("\n");
      case "quote":
        return `${"> ".repeat(level)}${one}`;
      case "code":
        return `\`\`\`\n${lines.join("\n")}\n\`\`\``;
      case "table":
        return `| x | y |\n|---|---|\n${lines.map((text) => `| ${text} | ${text}2 |`).join("\n")}`;
      default:
        return lines.join("\n");
    }
  },
  "text/html": ({ kind, lines, level }) => {
    const one = lines.join(" ");
    switch (kind) {
      case "heading":
        return `<h${level}>${one}</h${level}>`;
      case "item":
        return `<ul>${lines.map((text) => `<li>${text}`).join("\n")}</ul>`;
      case "quote":
        return `<blockquote>${one}</blockquote>`;
      case "code":
        return `<pre>${lines.join("\n")}</pre>`;
      case "table":
        return `<table><tr><th>x<th>y${lines.map((text) => `<tr><td>${text}<td>${text}2`).join("")}</table>`;
      default:
        return `<p>${one}`;
    }
  },
};

describe("any document", () => {
  it.each(["text/markdown", "text/html"] as const)(
    "has every word of a %s text in exactly one passage, or on a heading path",
    async (type) => {
      await fc.assert(
        fc.asyncProperty(uniqueParts, async (parts) => {
          let n = 0;
          const numbered = parts.map((part) => ({
            ...part,
            lines: part.lines.map((text) => text.replaceAll(/w\w+q/g, () => `w${(n += 1)}q`)),
          }));
          const source = numbered.map(SOURCES[type]).join("\n\n");
          const passages = await cut(type, source);
          const inText = passages.flatMap(({ text }) => words(text));
          const onPath = new Set(passages.flatMap(({ heading_path }) => words(heading_path)));
          for (const part of numbered) {
            for (const expected of part.lines.flatMap((text) => words(text))) {
              const count = countOf(inText, expected);
              const wanted = part.kind === "table" ? [1, 2] : [1];
              const heading = part.kind === "heading" && onPath.has(expected) && count <= 1;
              if (!heading) expect(wanted).toContain(count);
            }
          }
          expect(passages.map(({ ordinal }) => ordinal)).toEqual([...passages.keys()]);
        }),
        { numRuns: 60 },
      );
    },
  );

  it.each(["text/markdown", "text/html", "text/plain"] as const)(
    "has no passage of %s that is empty or longer than 1,200 characters",
    async (type) => {
      const noise = fc.array(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 60 }),
          fc.constantFrom(
            ..."# ,\n,\n\n,- ,> ,```,|,---|,**,[x](y),<p>,</p>,<pre>,<td>,<table>,<h1>,<li>,<!--,&amp;,1. ".split(
              ",",
            ),
          ),
          fc.integer({ min: 1, max: 3_000 }).map((length) => "😀é ".repeat(length / 3)),
          fc.integer({ min: 1, max: 3_000 }).map((length) => "x".repeat(length)),
        ),
        { maxLength: 40 },
      );
      await fc.assert(
        fc.asyncProperty(noise, async (parts) => {
          for (const { text } of await cut(type, parts.join("").toWellFormed())) {
            expect(text.trim()).not.toBe("");
            expect(text.length).toBeLessThanOrEqual(1_200);
            expect(text.isWellFormed()).toBe(true);
          }
        }),
        { numRuns: 150 },
      );
    },
  );
});

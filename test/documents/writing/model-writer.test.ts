import { describe, expect, it } from "vitest";
import { answer, type Asked, failure, fakeModel, promptOf } from "./fake-model.ts";
import { makeDocument, writerDeps } from "./kit.ts";
import { HEADINGS, isOutline, LONG, outlineOf, task, text } from "./model-task.ts";

describe("a document written by a model", () => {
  it("follows its outline, cites what it was given and tells what it cost", async () => {
    const { model, asked } = fakeModel((one) =>
      isOutline(one)
        ? outlineOf([...HEADINGS.slice(0, 5), "My own", "Conclusion"])
        : answer({ text: `<think>hm</think>${text(one)} [2][1]. And more [9].`, tokens: 40 }),
    );
    const { composition } = await makeDocument(task(), writerDeps({ model }));
    const { markdown, summary, sources } = composition;
    expect([...markdown.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual([
      "About this document",
      ...HEADINGS.slice(0, 5),
      "My own",
      "Conclusion",
      "Sources",
    ]);
    expect(markdown).toContain(
      "Written by test-model from 2 passages. 7 citations that matched no supplied passage were removed.",
    );
    expect(markdown).toContain("No web search was made.");
    expect(markdown).not.toMatch(/\[9\]|<think>/);
    expect(sources.map(({ n, title }) => `${n} ${title}`).toSorted()).toHaveLength(2);
    expect(summary).toMatchObject({
      writer: "model",
      style: "use case",
      sections: 7,
      citations: { kept: 14, removed: 7 },
      passages: { considered: 2, used: 2 },
      truncated: false,
      usage: { model: "test-model", calls: 8, input_tokens: 56, output_tokens: 290 },
    });
    expect(asked).toHaveLength(8);
  });

  it.each<[string, () => Response]>([
    ["no JSON", () => answer({ text: "I would begin with a summary." })],
    ["other sections", () => outlineOf(["Intro", "Rest"])],
    ["four of its own", () => outlineOf([...HEADINGS, "A", "B", "C", "D"])],
    ["no structured output", () => failure(400)],
  ])("takes the built-in outline when the model has %s", async (_name, respond) => {
    const { model, asked } = fakeModel((one) =>
      isOutline(one) ? respond() : answer({ text: LONG }),
    );
    const { composition } = await makeDocument(task(), writerDeps({ model }));
    expect(asked.filter(isOutline)).toHaveLength(2);
    for (const heading of HEADINGS) expect(composition.markdown).toContain(`## ${heading}\n`);
  });

  it("goes on where the length stopped it, twice at most", async () => {
    const parts = ["alpha beta gam", "beta gamma delta eps", "epsilon zeta et"];
    const counts = new Map<string, number>();
    const { model, asked } = fakeModel((one) => {
      if (isOutline(one)) return outlineOf(HEADINGS);
      const heading = text(one);
      const call = counts.get(heading) ?? 0;
      counts.set(heading, call + 1);
      return answer({ text: parts[call] ?? "too much", finish: "length" });
    });
    const { composition } = await makeDocument(task(), writerDeps({ model }));
    expect(composition.markdown).toContain("\nalpha beta gamma delta epsilon zeta et\n");
    expect(composition.markdown).not.toContain("too much");
    expect(composition.summary).toMatchObject({ truncated: true });
    expect(asked.filter((one) => !isOutline(one))).toHaveLength(18);
    expect(promptOf(asked[2] as Asked)).toContain("alpha beta \n");
  });

  it("asks once for more when a section is too short", async () => {
    const { model, asked } = fakeModel((one) =>
      isOutline(one)
        ? outlineOf(HEADINGS)
        : answer({ text: promptOf(one).includes("It is too short") ? "More of it." : "Short." }),
    );
    const { composition } = await makeDocument(task(), writerDeps({ model }));
    expect(composition.markdown).toContain("Short.\n\nMore of it.");
    expect(asked).toHaveLength(13);
  });

  it("stays inside the tokens of the template and names what is left out", async () => {
    const { model, asked } = fakeModel((one) =>
      isOutline(one) ? outlineOf(HEADINGS) : answer({ text: LONG, tokens: 600 }),
    );
    const small = task();
    const { composition } = await makeDocument(
      { ...small, template: { ...small.template, maxOutputTokens: 1_500 } },
      writerDeps({ model }),
    );
    expect(asked.filter((one) => !isOutline(one))).toHaveLength(2);
    for (const { max_tokens } of asked.slice(1))
      expect(max_tokens).toBeLessThanOrEqual(Math.ceil((300 / 6) * 1.6));
    expect(composition.summary).toMatchObject({ truncated: true, sections: 2 });
    expect(composition.markdown).toContain(
      "**Sections left out:** Use Cases, Implementation Steps, Risks and Considerations, Conclusion",
    );
  });

  it("says so when there was nothing to check against", async () => {
    const { model } = fakeModel((one) =>
      isOutline(one) ? outlineOf(HEADINGS) : answer({ text: `${LONG} [1]` }),
    );
    const { composition } = await makeDocument(
      task(undefined, { context: {} }),
      writerDeps({ model }),
    );
    expect(composition.markdown).toContain(
      "No sources were supplied; nothing here has been checked against a source.",
    );
    expect(composition.markdown).not.toContain("[1]");
    expect(composition.sources).toEqual([]);
  });

  it("keeps all that the model wrote, whatever it looks like", async () => {
    const written = [
      "Explanation: it rose from $5 million to $7 million.",
      "| é | € |\n| --- | --- |\n| Ω | Ж |",
      "```sql\nSELECT a[1] -- [9]\n```",
      "1. one\n2. two",
    ].join("\n\n");
    const { model } = fakeModel((one) =>
      isOutline(one) ? outlineOf(HEADINGS) : answer({ text: `${written}\n\n${LONG}` }),
    );
    const { composition } = await makeDocument(task(), writerDeps({ model }));
    expect(composition.markdown).toContain(`## Conclusion\n\n${written}\n\n${LONG}`);
  });

  it("passes a refusal on", async () => {
    const { model } = fakeModel(() => answer({ text: "", finish: "content_filter" }));
    await expect(makeDocument(task(), writerDeps({ model }))).rejects.toMatchObject({
      code: "CONTENT_REFUSED",
    });
  });

  it("needs a model", async () => {
    await expect(makeDocument(task())).rejects.toMatchObject({ code: "MODEL_UNAVAILABLE" });
  });
});

import { describe, expect, it } from "vitest";
import { createDetect } from "../../../src/documents/privacy/detect.ts";
import { scramble } from "../../../src/documents/privacy/pseudonyms.ts";
import { sealMapping } from "../../../src/documents/privacy/mapping-cipher.ts";
import { createConversational } from "../../../src/documents/writing/conversational.ts";
import { answer, fakeModel } from "../writing/fake-model.ts";
import { writerDeps } from "../writing/kit.ts";
import { HEADINGS, isOutline, LONG, outlineOf, task } from "../writing/model-task.ts";

const open = () =>
  fakeModel((asked) => (isOutline(asked) ? outlineOf(HEADINGS) : answer({ text: LONG })));
const signal = new AbortController().signal;

const UNAVAILABLE = { code: "PII_UNAVAILABLE" };

describe("nothing is asked of the model", () => {
  it("when detection throws", async () => {
    const { model, asked } = open();
    const deps = writerDeps({ model });
    Object.defineProperty(deps, "phoneRegion", {
      get() {
        throw new Error("no numbers of jane@example.com");
      },
    });
    const work = { assignment: task(), signal };
    await expect(createConversational(deps).collect(work)).rejects.toMatchObject(UNAVAILABLE);
    expect(asked).toEqual([]);
  });

  it.each(["outline", "write"] as const)(
    "when the mapping cannot be read before the %s",
    async (step) => {
      const { model, asked } = open();
      const deps = writerDeps({ model });
      const work = { assignment: task(), signal };
      const material = await createConversational(deps).collect(work);
      const outline = { sections: HEADINGS.map((heading) => ({ heading, weight: 0.1 })) };
      const { mappings } = deps;
      const other = new Uint8Array(32).fill(1);
      const broken = [
        { mappings: { ...mappings, get: () => Promise.resolve(null) } },
        { mappings: { ...mappings, get: () => Promise.reject(new Error("away")) } },
        { dataKey: undefined },
        { dataKey: other },
      ];
      for (const part of broken) {
        const generator = createConversational({ ...deps, ...part });
        const run =
          step === "outline"
            ? generator.outline(work, material)
            : generator.write(work, material, outline, 0, []);
        await expect(run).rejects.toMatchObject(UNAVAILABLE);
      }
      expect(asked).toEqual([]);
    },
  );

  it("when a prompt holds a value that the mapping knows, in whatever part of it", async () => {
    const detect = await createDetect("US");
    const value = "zoe@example.com";
    const { mapping } = scramble([value], detect);
    const assignment = task();
    const { model, asked } = open();
    const deps = writerDeps({ model });
    const material = await createConversational(deps).collect({ assignment, signal });
    const sealed = await sealMapping(new Uint8Array(32).fill(9), assignment, mapping);
    await deps.mappings.put(assignment, sealed, 0);
    const outline = { sections: [{ heading: "Conclusion", purpose: "End.", weight: 1 }] };
    const section = { cited: [], removedCitations: 0, truncated: false };
    const done = [{ ...section, heading: "Before", markdown: `Ask ${value} first.` }];
    const passage = { source: 1, ordinal: 0, heading: "", text: `Ask ${value}.`, score: 1 };
    const leaks = [
      { ...material, query: value },
      { ...material, title: value },
      { ...material, description: value },
      { ...material, instructions: value },
      { ...material, history: [{ role: "user", content: value }] },
      { ...material, passages: [passage] },
      { ...material, language: `en-x-${value}` },
    ];
    const generator = createConversational(deps);
    const work = { assignment, signal };
    for (const leak of leaks) {
      await expect(generator.write(work, leak, outline, 0, [])).rejects.toMatchObject(UNAVAILABLE);
    }
    const planned = { sections: [{ heading: value, weight: 1 }] };
    await expect(generator.write(work, material, planned, 0, [])).rejects.toMatchObject(
      UNAVAILABLE,
    );
    await expect(generator.write(work, material, outline, 0, done)).rejects.toMatchObject(
      UNAVAILABLE,
    );
    expect(asked).toEqual([]);
    await generator.write(work, material, outline, 0, []);
    expect(asked).not.toEqual([]);
  });
});

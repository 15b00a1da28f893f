import type { DocumentGenerator } from "#documents";

export interface FakeGenerator extends DocumentGenerator {
  calls: string[];
  /** Called with each step's name; a throw there fails the step. */
  before: (step: string, signal: AbortSignal) => void | Promise<void>;
}

/** A generator of three sections that says what it was asked for. */
export function createFakeGenerator(headings = ["One", "Two", "Three"]): FakeGenerator {
  const fake: FakeGenerator = {
    calls: [],
    before: () => {},
    async collect({ assignment, signal }) {
      await note("collect", signal);
      return { query: assignment.parameters["user_query"] ?? null, asOf: assignment.asOf };
    },
    async outline({ signal }) {
      await note("outline", signal);
      return { sections: headings.map((heading) => ({ heading, weight: 1 / headings.length })) };
    },
    async write({ signal }, _material, outline, index, done) {
      await note(`write-${index}`, signal);
      const heading = outline.sections[index]?.heading ?? "";
      const markdown = `Text of ${heading} after ${done.length}.`;
      return { heading, markdown, cited: ["1"], removedCitations: 0, truncated: false };
    },
    async compose({ assignment, signal }, material, _outline, sections) {
      await note("compose", signal);
      const body = sections.map(({ heading, markdown }) => `## ${heading}\n\n${markdown}`);
      return {
        markdown: `# ${assignment.title}\n\n${JSON.stringify(material)}\n\n${body.join("\n\n")}\n`,
        sources: [
          {
            n: 1,
            kind: "inline",
            sourceDocumentId: null,
            title: "Source",
            url: null,
            passagesUsed: 3,
          },
        ],
        summary: { writer: "fake", sections: sections.length },
        pii: { detected: true, riskLevel: "medium", byType: { EMAIL: 2 } },
      };
    },
  };
  const note = async (step: string, signal: AbortSignal) => {
    fake.calls.push(step);
    await fake.before(step, signal);
  };
  return fake;
}

import { describe, expect, it } from "vitest";
import type { Assignment } from "../../../src/documents/generator.ts";
import { collect } from "../../../src/documents/writing/collect.ts";
import { jarWith, markdown } from "../../honey-jars/kit.ts";
import { assignment, writerDeps } from "./kit.ts";

const DOCUMENTS = [
  {
    ...markdown("Pumps", "# Care\n\nA pump needs oil. Mail jane@example.com about the pump valve."),
    source_url: "https://example.com/pumps",
  },
  markdown("Tanks", "A tank holds water, and no pump valve is near."),
];

async function inJar(query: string, overrides: Partial<Assignment> = {}) {
  const { tenantId, jar, ids } = await jarWith(DOCUMENTS);
  return { ids, task: assignment(query, { tenantId, honeyJarId: jar, ...overrides }) };
}

describe("collecting", () => {
  it("finds passages of the jar, best first, without personal data", async () => {
    const { ids, task } = await inJar("The pump valve of Dr. Ada Lovelace in 500 words");
    const material = await collect(writerDeps(), task);
    expect(material).toMatchObject({
      query: "The pump valve of Dr. [[NAME_1]] in 500 words",
      style: "technical",
      targetWords: 500,
      writer: "extractive",
      jarName: "Jar",
      webSearched: false,
      pii: { items: 2, byType: { NAME: 1, EMAIL: 1 }, riskLevel: "medium" },
    });
    expect(material.sources[0]).toEqual({
      n: 1,
      kind: "honey_jar",
      sourceDocumentId: ids[0],
      title: "Pumps",
      url: "https://example.com/pumps",
    });
    expect(material.passages[0]).toMatchObject({ source: 1, heading: "Care", score: 1 });
    expect(JSON.stringify(material)).not.toMatch(/jane|Lovelace/);
  });

  it("leaves texts as they are where the document is not scrambled", async () => {
    const { task } = await inJar("pump valve", {
      scrambling: { requested: false, applied: false },
    });
    const material = await collect(writerDeps({ dataKey: undefined }), task);
    expect(material.pii).toBeNull();
    expect(JSON.stringify(material)).toContain("jane@example.com");
  });

  it("fails for good when the jar is gone", async () => {
    const task = assignment("pump valve", { honeyJarId: crypto.randomUUID() });
    await expect(collect(writerDeps(), task)).rejects.toMatchObject({ code: "HONEY_JAR_GONE" });
  });

  it("never reads the jar of another tenant", async () => {
    const { task } = await inJar("pump valve", { tenantId: crypto.randomUUID() });
    await expect(collect(writerDeps(), task)).rejects.toMatchObject({ code: "HONEY_JAR_GONE" });
  });

  it("ranks inline sources, own facts and the web beside the jar", async () => {
    const asked: string[] = [];
    const { task } = await inJar("pump valve (415) 555-2671");
    const material = await collect(
      writerDeps({
        tenantFacts: () =>
          Promise.resolve([
            {
              title: "System Health",
              sentences: ["7 pump valve documents were made.", "None failed."],
            },
          ]),
        webSearch: {
          search: (query) => {
            asked.push(query);
            return Promise.resolve([
              { title: "Web", url: "https://example.org", text: "The pump valve on the web." },
            ]);
          },
        },
      }),
      {
        ...task,
        parameters: {
          ...task.parameters,
          context: {
            include_tenant_data: true,
            sources: [{ title: "Mine", text: "# Own\n\nMy pump valve." }],
          },
        },
      },
    );
    expect(new Set(material.sources.map(({ kind }) => kind))).toEqual(
      new Set(["honey_jar", "inline", "tenant_data", "web"]),
    );
    expect(asked).toEqual(["pump valve"]);
    const scores = material.passages.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(scores[0]).toBe(1);
    expect(material.webSearched).toBe(true);
  });

  it("asks for own facts only where they are wanted", async () => {
    const facts = () => Promise.reject(new Error("not wanted"));
    const material = await collect(writerDeps({ tenantFacts: facts }), assignment("pump valve"));
    expect(material.sources).toEqual([]);
  });

  it("makes the same of the same", async () => {
    const { task } = await inJar("pump valve for jane@example.com");
    const first = await collect(writerDeps(), task);
    expect(await collect(writerDeps(), task)).toEqual(first);
  });
});

import { describe, expect, it } from "vitest";
import { createServer, json } from "../kit/server.ts";
import {
  addDocuments,
  indexEntries,
  JARS,
  jarWith,
  markdown,
  newCaller,
  newJar,
  recount,
} from "./kit.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const THREE = [
  markdown("One", "# A\n\nText of one.\n\n# B\n\nMore ü."),
  {
    ...markdown("Two", "<p>Two</p>"),
    content_type: "text/html",
    source_url: "https://example.com/2",
  },
  { ...markdown("Three", "three"), content_type: "text/plain", ignored: 1 },
];

describe("a honey jar", () => {
  it("lives from its creation over documents to its deletion", async () => {
    const server = createServer();
    server.setNow(Date.parse("2026-03-01T10:00:00Z"));
    const { key } = await newCaller(server);
    const made = await server.request(JARS, { key, body: { name: " Standards ", unknown: true } });
    expect(made.status).toBe(201);
    const { id } = (await json(made.clone())).data.honey_jar;
    expect(id).toMatch(UUID);
    const record = {
      id,
      name: "Standards",
      description: null,
      document_count: 0,
      passage_count: 0,
      bytes: 0,
      created_at: "2026-03-01T10:00:00Z",
      updated_at: "2026-03-01T10:00:00Z",
    };
    expect(await json(made)).toEqual({ success: true, data: { honey_jar: record } });

    server.setNow(Date.parse("2026-03-01T10:00:05Z"));
    const added = await server.request(`${JARS}/${id}/documents`, {
      key,
      body: { documents: THREE },
    });
    expect(added.status).toBe(201);
    const { data } = await json(added);
    expect(data).toEqual({
      stored: 3,
      documents: [
        { id: expect.stringMatching(UUID), title: "One", bytes: 32 },
        { id: expect.stringMatching(UUID), title: "Two", bytes: 10 },
        { id: expect.stringMatching(UUID), title: "Three", bytes: 5 },
      ],
    });
    const read = await server.request(`${JARS}/${id}`, { key });
    expect(await json(read)).toEqual({
      success: true,
      data: {
        honey_jar: {
          ...record,
          ...(await recount(id)),
          document_count: 3,
          passage_count: 4,
          bytes: 47,
          updated_at: "2026-03-01T10:00:05Z",
        },
      },
    });

    const gone = await server.request(`${JARS}/${id}`, { key, method: "DELETE" });
    expect(gone.status).toBe(200);
    expect(await json(gone)).toEqual({ success: true, message: "Honey jar deleted successfully" });
    expect((await server.request(`${JARS}/${id}`, { key })).status).toBe(404);
    expect(await recount(id)).toEqual({ document_count: 0, passage_count: 0, bytes: 0 });
    expect(await indexEntries(id)).toBe(0);
  });

  it("counts right after documents come and go, and leaves nothing of them behind", async () => {
    const { server, key, jar, ids } = await jarWith(THREE);
    await addDocuments(server, key, jar, [markdown("Four", "# X\n\nFour.\n\n# Y\n\nFour.")]);
    expect(await indexEntries(jar)).toBe(6);
    const path = `${JARS}/${jar}/documents/${ids[0]}`;
    const gone = await server.request(path, { key, method: "DELETE" });
    expect(gone.status).toBe(200);
    expect(await json(gone)).toEqual({
      success: true,
      message: "Honey jar document deleted successfully",
    });
    const again = await server.request(path, { key, method: "DELETE" });
    expect(again.status).toBe(404);
    expect(await json(again)).toEqual({ success: false, error: "Honey jar document not found" });
    const { honey_jar } = (await json(await server.request(`${JARS}/${jar}`, { key }))).data;
    const counted = await recount(jar);
    expect(honey_jar).toMatchObject(counted);
    expect(counted).toMatchObject({ document_count: 3, passage_count: 4 });
    expect(await indexEntries(jar)).toBe(4);
  });

  it("and its documents are listed newest first, in pages", async () => {
    const server = createServer();
    const { key } = await newCaller(server);
    const ids: string[] = [];
    for (let second = 1; second <= 3; second++) {
      server.setNow(Date.parse(`2026-03-01T10:00:0${second}Z`));
      ids.unshift(await newJar(server, key));
    }
    const list = async (path: string) => (await json(await server.request(path, { key }))).data;
    const all = await list(JARS);
    expect(all.honey_jars.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(all.pagination).toEqual({ total: 3, limit: 50, offset: 0, has_more: false });
    const second = await list(`${JARS}?limit=1&offset=1&other=x`);
    expect(second.honey_jars.map(({ id }: { id: string }) => id)).toEqual([ids[1]]);
    expect(second.pagination).toEqual({ total: 3, limit: 1, offset: 1, has_more: true });
    const odd = await list(`${JARS}?limit=999&offset=-4`);
    expect(odd.pagination).toEqual({ total: 3, limit: 100, offset: 0, has_more: false });
    expect((await list(`${JARS}?limit=many`)).pagination.limit).toBe(50);

    const jar = ids[0] ?? "";
    await addDocuments(server, key, jar, THREE);
    const documents = await list(`${JARS}/${jar}/documents?limit=2`);
    expect(documents.pagination).toEqual({ total: 3, limit: 2, offset: 0, has_more: true });
    const rest = await list(`${JARS}/${jar}/documents?limit=2&offset=2`);
    const titles = [...documents.documents, ...rest.documents].map(({ title }) => title);
    expect(new Set(titles)).toEqual(new Set(["One", "Three", "Two"]));
    const two = [...documents.documents, ...rest.documents].find(({ title }) => title === "Two");
    expect(two).toEqual({
      id: expect.stringMatching(UUID),
      title: "Two",
      source_url: "https://example.com/2",
      content_type: "text/html",
      bytes: 10,
      passage_count: 1,
      created_at: "2026-03-01T10:00:03Z",
    });
  });
});

describe("a large load", () => {
  it("of 100 documents or of a full mebibyte is stored whole", async () => {
    const { server, key, jar } = await jarWith();
    const many = Array.from({ length: 100 }, (_, n) => markdown(`D${n}`, `# H${n}\n\nText ${n}.`));
    expect(await addDocuments(server, key, jar, many)).toHaveLength(100);
    const content = `"\\ a ${"é".repeat(8)}\u0001 `.repeat(47_000).slice(0, 640_000);
    await addDocuments(server, key, jar, [
      { ...markdown("Big", content), content_type: "text/plain" },
    ]);
    const counted = await recount(jar);
    expect(counted.document_count).toBe(101);
    expect(counted.bytes).toBeGreaterThan(900_000);
    const { honey_jar } = (await json(await server.request(`${JARS}/${jar}`, { key }))).data;
    expect(honey_jar).toMatchObject(counted);
    expect(await indexEntries(jar)).toBe(counted.passage_count);
  });

  it("keeps NULs and broken surrogates out of the store", async () => {
    const { server, key, jar } = await jarWith();
    const body =
      '{"documents":[{"title":"a\\u0000b\\ud800","content_type":"text/plain","content":"x\\u0000y \\udc00"}]}';
    const answer = await server.request(`${JARS}/${jar}/documents`, {
      key,
      body,
      headers: { "Content-Type": "application/json" },
    });
    expect((await json(answer)).data.documents[0].title).toBe("a\uFFFDb\uFFFD");
    expect(await indexEntries(jar)).toBe(1);
  });
});

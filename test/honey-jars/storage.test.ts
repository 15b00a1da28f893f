import { env } from "cloudflare:test";
import { expect, it } from "vitest";
import { guardD1 } from "#shared";
import { deleteDocument, insertDocuments } from "../../src/honey-jars/jar-documents.repository.ts";
import { deleteJar } from "../../src/honey-jars/honey-jars.repository.ts";
import { readJar } from "../../src/honey-jars/honey-jars.query.ts";
import { tableScans } from "../kit/query-plans.ts";
import { indexEntries, JARS, jarWith, markdown, recount } from "./kit.ts";

const cutDocument = (tenantId: string, jar: string, id: string) => ({
  row: {
    tenant_id: tenantId,
    jar_id: jar,
    id,
    title: "T",
    source_url: null,
    content_type: "text/plain",
    bytes: 9,
    passage_count: 2,
    created_at: 1,
    content: "one\n\ntwo.",
  },
  passages: [
    { ordinal: 0, heading_path: "", text: "one" },
    { ordinal: 1, heading_path: "", text: "two." },
  ],
});

it("storing or deleting the same again, as after a lost answer, changes nothing", async () => {
  const { server, tenantId, jar } = await jarWith();
  const { db } = server.deps;
  const documents = ["a", "b"].map((id) => cutDocument(tenantId, jar, id));
  for (let time = 0; time < 2; time++) {
    expect(await insertDocuments(db, tenantId, jar, documents, 5)).toBe(true);
    expect(await readJar(db, tenantId, jar)).toMatchObject(await recount(jar));
    expect(await indexEntries(jar)).toBe(4);
  }
  for (let time = 0; time < 2; time++) {
    await deleteDocument(db, tenantId, jar, "a", 6);
    expect(await readJar(db, tenantId, jar)).toMatchObject({ document_count: 1, passage_count: 2 });
    expect(await indexEntries(jar)).toBe(2);
  }
});

it("a jar that was deleted meanwhile gets no orphans", async () => {
  const { server, tenantId, jar } = await jarWith();
  const { db } = server.deps;
  await deleteJar(db, tenantId, jar);
  expect(await insertDocuments(db, tenantId, jar, [cutDocument(tenantId, jar, "a")], 5)).toBe(
    false,
  );
  expect(await recount(jar)).toEqual({ document_count: 0, passage_count: 0, bytes: 0 });
  expect(await indexEntries(jar)).toBe(0);
});

it("a failure half-way stores nothing", async () => {
  const { server, tenantId, jar } = await jarWith();
  let broken = false;
  const failing = new Proxy(env.DB, {
    get: (target, name) => {
      if (name !== "batch") return Reflect.get(target, name).bind(target);
      return (statements: D1PreparedStatement[]) => {
        broken = true;
        return target.batch([...statements, target.prepare("SELECT * FROM no_such_table")]);
      };
    },
  });
  const documents = [cutDocument(tenantId, jar, "a")];
  await expect(insertDocuments(guardD1(failing), tenantId, jar, documents, 5)).rejects.toThrow(
    "Internal server error",
  );
  expect(broken).toBe(true);
  expect(await readJar(server.deps.db, tenantId, jar)).toMatchObject({
    document_count: 0,
    bytes: 0,
  });
  expect(await recount(jar)).toEqual({ document_count: 0, passage_count: 0, bytes: 0 });
  expect(await indexEntries(jar)).toBe(0);
});

it("a warm read is one call to the database, and no statement reads a whole table", async () => {
  const { server, key, jar, ids } = await jarWith([
    markdown("T", "# A\n\nWater."),
    markdown("U", "x"),
  ]);
  for (const path of ["", `/${jar}`, `/${jar}/documents`, `/${jar}/search?q=water+b`]) {
    const before = server.calls.length;
    expect((await server.request(`${JARS}${path}`, { key })).status).toBe(200);
    expect([path, server.calls.length - before]).toEqual([path, 1]);
  }
  for (const path of [`/${jar}/documents/${ids[0]}`, `/${jar}`]) {
    const before = server.calls.length;
    expect((await server.request(`${JARS}${path}`, { key, method: "DELETE" })).status).toBe(200);
    expect(server.calls.length - before).toBe(2);
  }
  expect(await tableScans(env.DB, server.calls)).toEqual([]);
});

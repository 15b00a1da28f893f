import { env } from "cloudflare:test";
import { createServer, json, newKey, newTenant, type TestServer } from "../kit/server.ts";

export const JARS = "/api/honey-jars";

export interface Caller {
  tenantId: string;
  key: string;
}

export async function newCaller(server: TestServer): Promise<Caller> {
  const { id, adminKey } = await newTenant(server);
  return { tenantId: id, key: (await newKey(server, adminKey, { role: "editor" })).key };
}

export async function newJar(server: TestServer, key: string, name = "Jar"): Promise<string> {
  const response = await server.request(JARS, { key, body: { name } });
  return (await json(response)).data.honey_jar.id;
}

export const markdown = (title: string, content: string) => ({
  title,
  content_type: "text/markdown",
  content,
});

export async function addDocuments(
  server: TestServer,
  key: string,
  jar: string,
  documents: object[],
): Promise<string[]> {
  const response = await server.request(`${JARS}/${jar}/documents`, { key, body: { documents } });
  if (response.status !== 201) throw new Error(await response.text());
  return (await json(response)).data.documents.map(({ id }: { id: string }) => id);
}

export async function search(server: TestServer, key: string, jar: string, q: string, limit = 10) {
  const query = new URLSearchParams({ q, limit: String(limit) });
  const response = await server.request(`${JARS}/${jar}/search?${query.toString()}`, { key });
  return { status: response.status, body: await json(response) };
}

/** A server, an editor of a fresh tenant, and a jar with these documents. */
export async function jarWith(documents: object[] = []) {
  const server = createServer();
  const caller = await newCaller(server);
  const jar = await newJar(server, caller.key);
  const ids = documents.length > 0 ? await addDocuments(server, caller.key, jar, documents) : [];
  return { server, ...caller, jar, ids };
}

/** What is really there, counted. */
export async function recount(jar: string) {
  const count = async (sql: string): Promise<number> =>
    (await env.DB.prepare(sql).bind(jar).first<{ n: number }>())?.n ?? -1;
  return {
    document_count: await count("SELECT count(*) AS n FROM honey_jar_documents WHERE jar_id = ?"),
    passage_count: await count("SELECT count(*) AS n FROM honey_jar_passages WHERE jar_id = ?"),
    bytes: await count(
      "SELECT coalesce(sum(length(CAST(content AS BLOB))), 0) AS n FROM honey_jar_documents WHERE jar_id = ?",
    ),
  };
}

/** How many entries of the index say that they are of this jar. */
export async function indexEntries(jar: string): Promise<number> {
  const row = await env.DB.prepare(
    "SELECT count(*) AS n FROM honey_jar_search WHERE honey_jar_search MATCH ?",
  )
    .bind(`jar_term : "jar${jar.replaceAll("-", "")}"`)
    .first<{ n: number }>();
  return row?.n ?? -1;
}

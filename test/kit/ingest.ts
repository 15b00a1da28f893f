import { json, type TestServer } from "./server.ts";

/** Sends records as JSON and gives the verdict. */
export async function ingest(
  server: TestServer,
  key: string,
  dataset: string,
  records: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await server.request(`/api/v1/ingest/${dataset}`, { key, body: records });
  return { status: response.status, body: await json(response) };
}

export async function remove(server: TestServer, key: string, dataset: string, keys: unknown[]) {
  const options = { method: "DELETE", key, body: { keys } };
  const response = await server.request(`/api/v1/ingest/${dataset}`, options);
  return { status: response.status, body: await json(response) };
}

/** Rows by dataset, as GET /api/v1/ingest tells them. */
export async function rowCounts(server: TestServer, key: string): Promise<Record<string, number>> {
  const { data } = await json(await server.request("/api/v1/ingest", { key }));
  return Object.fromEntries(
    data.map(({ name, rows }: { name: string; rows: number }) => [name, rows]),
  );
}

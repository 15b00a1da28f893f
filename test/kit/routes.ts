import { json, type TestServer } from "./server.ts";

export interface Operation {
  method: string;
  path: string;
  summary?: string;
  tags?: string[];
  security?: Record<string, unknown>[];
  parameters?: { name: string; in: string; description?: string; schema?: object }[];
  requestBody?: { content: Record<string, { schema?: object; example?: unknown }> };
  responses: Record<
    string,
    { description: string; content?: Record<string, { schema?: object; example?: unknown }> }
  >;
}

/** Every operation of /openapi.json. */
export async function operations(server: TestServer): Promise<Operation[]> {
  const { paths } = await json(await server.request("/openapi.json"));
  return Object.entries<Record<string, Omit<Operation, "method" | "path">>>(paths).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        ...operation,
        method: method.toUpperCase(),
        path,
      })),
  );
}

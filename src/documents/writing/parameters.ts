import type { InlineSource } from "../retrieval/candidates.ts";

/** What a request for a written document says, in the form it was checked in at creation. */
export interface WritingParameters {
  query: string;
  sources: InlineSource[];
  history: { role: string; content: string }[];
  includeTenantData: boolean;
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? { ...value } : {};

const text = (value: unknown): string => (typeof value === "string" ? value : "");

const list = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.map(record) : [];

export function writingParameters(
  parameters: Readonly<Record<string, unknown>>,
): WritingParameters {
  const context = record(parameters["context"]);
  return {
    query: text(parameters["user_query"]) || text(parameters["query"]),
    sources: list(context["sources"]).map(({ title, text: body, url }) => ({
      title: text(title),
      text: text(body),
      ...(typeof url === "string" && { url }),
    })),
    history: list(context["history"]).map(({ role, content }) => ({
      role: role === "assistant" ? "assistant" : "user",
      content: text(content),
    })),
    includeTenantData: context["include_tenant_data"] === true,
  };
}

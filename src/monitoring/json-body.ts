import { contentType } from "#http";
import { fault, invalidBody } from "./errors/fault.ts";

const KIB = 64;

/** @throws payload-too-large, before more than the limit is in memory */
async function limitedText(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.byteLength;
    if (bytes > KIB * 1024) throw fault("payload-too-large", { limit: `${KIB} KiB` });
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw fault("invalid-json", {});
  }
}

/**
 * The object that a request sends; nothing sent is an empty one, whatever its type.
 * @throws unsupported-media-type, payload-too-large, invalid-json, invalid-body: the first that fits
 */
export async function readJsonObject(request: Request): Promise<Record<string, unknown>> {
  const { body, headers } = request;
  if (body === null || headers.get("Content-Length") === "0") return {};
  const isJson = contentType(headers.get("Content-Type") ?? "") === "application/json";
  if (!isJson || headers.has("Content-Encoding")) throw fault("unsupported-media-type", {});
  const text = await limitedText(body);
  const value = text === "" ? {} : parsed(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalidBody({ non_field_errors: ["object"] });
  }
  return value as Record<string, unknown>;
}

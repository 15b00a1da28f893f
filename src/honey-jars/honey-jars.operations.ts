import { documentsSurface } from "#http";
import { requirePrincipal } from "#tenancy";

export const reader = requirePrincipal({ role: "viewer", scopes: ["read", "admin"] });
export const writer = requirePrincipal({ role: "editor", scopes: ["write", "ingest", "admin"] });

/** What all routes of the room say of themselves. */
export const operation = { surface: documentsSurface, tag: "Honey jars", access: "key" } as const;

export const noJar = { NOT_FOUND: "Honey jar not found" };

/** @param kib the largest body, in KiB */
export const badBody = (kib: number, example: string) => ({
  BAD_REQUEST: example,
  PAYLOAD_TOO_LARGE: `Body too large (limit ${kib >= 1024 ? `${kib / 1024} MiB` : `${kib} KiB`})`,
  UNSUPPORTED_MEDIA_TYPE: "Content-Type must be application/json",
});

export const JAR = {
  id: "5b0c0d4e-6c1a-4f0a-9a53-0f6f3f5d1b77",
  name: "Plant network standards",
  description: null,
  document_count: 0,
  passage_count: 0,
  bytes: 0,
  created_at: "2026-01-20T15:30:00Z",
  updated_at: "2026-01-20T15:30:00Z",
};

import { Hono } from "hono";
import {
  type AppEnv,
  body,
  contentType,
  describe,
  standardSurface,
  validate,
  writeSession,
} from "#http";
import { requirePrincipal } from "#tenancy";
import * as schemas from "./ingest.schemas.ts";
import { deleteRecords, ingestRecords, listDatasets, requireDataset } from "./ingest.usecases.ts";
import { MAX_RECORDS, readJson, readNdjson } from "./read-records.ts";
import type { SourcesDeps } from "./sources.ports.ts";

const MAX_KIB = 8 * 1024;
const NDJSON = "application/x-ndjson";

const reader = requirePrincipal({ role: "viewer", scopes: ["read", "ingest", "admin"] });
const writer = requirePrincipal({
  role: "editor",
  scopes: ["write", "ingest", "admin"],
  scopeInsteadOfRole: "ingest",
});
/** Deleting is no ingesting: a key that may only ingest may not. */
const eraser = requirePrincipal({ role: "editor", scopes: ["write", "admin"] });

const operation = { surface: standardSurface, tag: "Sources", access: "key" } as const;
const unknownDataset = { NOT_FOUND: "Unknown dataset: offres" };

export const ingestRoutes = new Hono<AppEnv<SourcesDeps>>()
  .get(
    "/",
    describe({
      ...operation,
      summary: "List the datasets with their JSON Schemas and row counts",
      success: { status: 200, description: "Every dataset.", schema: schemas.datasetList },
      errors: {},
    }),
    reader,
    async (c) => {
      const listed = await listDatasets(c.var.deps, c.var.principal.tenantId);
      const data = listed.map(({ dataset, rows, changedAt }) => ({
        name: dataset.name,
        description: dataset.about,
        key: dataset.key,
        rows,
        changed_at: changedAt,
        schema: schemas.jsonSchemaOf(dataset),
      }));
      return c.json({ data });
    },
  )
  .post(
    "/:dataset",
    describe({
      ...operation,
      summary: "Store records of a dataset",
      description: `Each record is checked on its own and stored by its key: again changes nothing, changed replaces. At most ${MAX_RECORDS} records and 8 MiB a request.`,
      request: {
        "application/json": { schema: schemas.records, example: [{ id: "o1", name: "Card" }] },
        [NDJSON]: { schema: schemas.ndjson, example: '{"id":"o1","name":"Card"}\n' },
      },
      success: { status: 200, description: "A verdict.", schema: schemas.ingested },
      alsoAnswers: {
        422: { description: "No record was good; the same body.", schema: schemas.ingested },
      },
      errors: {
        ...unknownDataset,
        BAD_REQUEST: "The body is not valid JSON",
        PAYLOAD_TOO_LARGE: "Body too large (limit 8 MiB)",
        UNSUPPORTED_MEDIA_TYPE: `Content-Type must be application/json or ${NDJSON}`,
      },
    }),
    writer,
    validate("param", schemas.datasetPath),
    body({ kib: MAX_KIB, types: ["application/json", NDJSON] }),
    writeSession,
    async (c) => {
      const { deps, principal, now } = c.var;
      const dataset = requireDataset(c.req.valid("param").dataset);
      const streamed = contentType(c.req.header("Content-Type")) === NDJSON;
      const stream = c.req.raw.body ?? new Blob([]).stream();
      const records = streamed ? await readNdjson(stream) : readJson(await c.req.arrayBuffer());
      const verdict = await ingestRecords(deps, principal.tenantId, dataset, records, now);
      const allRejected = verdict.received > 0 && verdict.stored === 0;
      return c.json(verdict, allRejected ? 422 : 200);
    },
  )
  .delete(
    "/:dataset",
    describe({
      ...operation,
      summary: "Delete records of a dataset by key",
      success: { status: 200, description: "What was deleted.", schema: schemas.deleted },
      errors: {
        ...unknownDataset,
        BAD_REQUEST: "Invalid parameters",
        PAYLOAD_TOO_LARGE: "Body too large (limit 1 MiB)",
        UNSUPPORTED_MEDIA_TYPE: "Content-Type must be application/json",
      },
    }),
    eraser,
    validate("param", schemas.datasetPath),
    body({ kib: 1024 }),
    validate("json", schemas.deleteBody),
    writeSession,
    async (c) => {
      const { deps, principal, now } = c.var;
      const dataset = requireDataset(c.req.valid("param").dataset);
      const keys = c.req
        .valid("json")
        .keys.map((key, index) => schemas.keyValues(dataset, key, index));
      return c.json(await deleteRecords(deps, principal.tenantId, dataset, keys, now));
    },
  );

import { Hono } from "hono";
import { type AppEnv, describe, jsonData, validate } from "#http";
import { badBody, noJar, operation, reader, writer } from "./honey-jars.operations.ts";
import type { HoneyJarsDeps } from "./honey-jars.ports.ts";
import * as schemas from "./honey-jars.schemas.ts";
import { addDocuments, deleteJarDocument, listJarDocuments } from "./jar-documents.usecases.ts";

const MAX_KIB = 8 * 1024;

export const jarDocumentsRoutes = new Hono<AppEnv<HoneyJarsDeps>>()
  .post(
    "/:id/documents",
    describe({
      ...operation,
      summary: "Add documents to a honey jar",
      description: "1 to 100 documents and 8 MiB a call; all of them are stored, or none.",
      success: {
        status: 201,
        description: "What was stored, in the order of the request.",
        schema: schemas.storedDocuments,
      },
      errors: { ...noJar, ...badBody(MAX_KIB, "documents.0.title is required") },
    }),
    writer,
    validate("param", schemas.jarPath),
    jsonData(MAX_KIB),
    validate("json", schemas.newDocuments),
    async (c) => {
      const { deps, principal, now } = c.var;
      const { documents } = c.req.valid("json");
      const { id } = c.req.valid("param");
      const data = await addDocuments(deps, principal.tenantId, id, documents, now);
      return c.json({ success: true, data }, 201);
    },
  )
  .get(
    "/:id/documents",
    describe({
      ...operation,
      summary: "List the documents of a honey jar",
      success: { status: 200, description: "Newest first.", schema: schemas.documentList },
      errors: noJar,
    }),
    reader,
    validate("param", schemas.jarPath),
    validate("query", schemas.page),
    async (c) => {
      const { deps, principal } = c.var;
      const { id } = c.req.valid("param");
      const page = c.req.valid("query");
      const data = await listJarDocuments(deps, principal.tenantId, id, page);
      return c.json({ success: true, data });
    },
  )
  .delete(
    "/:id/documents/:doc_id",
    describe({
      ...operation,
      summary: "Delete a document of a honey jar",
      success: { status: 200, description: "It is gone.", schema: schemas.done },
      errors: { NOT_FOUND: "Honey jar document not found" },
    }),
    writer,
    validate("param", schemas.documentPath),
    async (c) => {
      const { deps, principal, now } = c.var;
      const { id, doc_id } = c.req.valid("param");
      await deleteJarDocument(deps, principal.tenantId, id, doc_id, now);
      return c.json({ success: true, message: "Honey jar document deleted successfully" });
    },
  );

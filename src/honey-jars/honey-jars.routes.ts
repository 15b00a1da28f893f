import { Hono } from "hono";
import { type AppEnv, describe, jsonData, validate } from "#http";
import type { HoneyJarsDeps } from "./honey-jars.ports.ts";
import * as schemas from "./honey-jars.schemas.ts";
import * as usecases from "./honey-jars.usecases.ts";
import { badBody, JAR, noJar, operation, reader, writer } from "./honey-jars.operations.ts";
import { jarDocumentsRoutes } from "./jar-documents.routes.ts";

export const honeyJarsRoutes = new Hono<AppEnv<HoneyJarsDeps>>()
  .post(
    "/",
    describe({
      ...operation,
      summary: "Create a honey jar",
      success: {
        status: 201,
        description: "The jar, empty.",
        schema: schemas.jarAnswer,
        example: { success: true, data: { honey_jar: JAR } },
      },
      errors: badBody(64, "name is required"),
    }),
    writer,
    jsonData(),
    validate("json", schemas.newJar),
    async (c) => {
      const { deps, principal, now } = c.var;
      const wish = c.req.valid("json");
      const jar = await usecases.createJar(deps, principal.tenantId, wish, now);
      return c.json({ success: true, data: { honey_jar: jar } }, 201);
    },
  )
  .get(
    "/",
    describe({
      ...operation,
      summary: "List the honey jars of the tenant",
      success: { status: 200, description: "Newest first.", schema: schemas.jarList },
      errors: {},
    }),
    reader,
    validate("query", schemas.page),
    async (c) => {
      const { deps, principal } = c.var;
      const data = await usecases.listHoneyJars(deps, principal.tenantId, c.req.valid("query"));
      return c.json({ success: true, data });
    },
  )
  .get(
    "/:id",
    describe({
      ...operation,
      summary: "Read a honey jar",
      success: { status: 200, description: "The jar.", schema: schemas.jarAnswer },
      errors: noJar,
    }),
    reader,
    validate("param", schemas.jarPath),
    async (c) => {
      const { deps, principal } = c.var;
      const jar = await usecases.getJar(deps, principal.tenantId, c.req.valid("param").id);
      return c.json({ success: true, data: { honey_jar: jar } });
    },
  )
  .delete(
    "/:id",
    describe({
      ...operation,
      summary: "Delete a honey jar with everything in it",
      success: { status: 200, description: "It is gone.", schema: schemas.done },
      errors: noJar,
    }),
    writer,
    validate("param", schemas.jarPath),
    async (c) => {
      const { deps, principal } = c.var;
      await usecases.deleteJar(deps, principal.tenantId, c.req.valid("param").id);
      return c.json({ success: true, message: "Honey jar deleted successfully" });
    },
  )
  .get(
    "/:id/search",
    describe({
      ...operation,
      summary: "Search the passages of a honey jar",
      description:
        "Full text, ranked by BM25. Any of the words may match, in any form of it (English stems) and with or without accents. The query is words only: no operators.",
      success: { status: 200, description: "Best first.", schema: schemas.passages },
      errors: { ...noJar, BAD_REQUEST: "q is required" },
    }),
    reader,
    validate("param", schemas.jarPath),
    validate("query", schemas.search),
    async (c) => {
      const { deps, principal } = c.var;
      const { id } = c.req.valid("param");
      const wish = c.req.valid("query");
      const passages = await usecases.searchJar(deps, principal.tenantId, id, wish);
      return c.json({ success: true, data: { passages } });
    },
  )
  .route("/", jarDocumentsRoutes);

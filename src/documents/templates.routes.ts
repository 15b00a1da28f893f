import { Hono } from "hono";
import { z } from "zod";
import { type AppEnv, describe, jsonData, validate } from "#http";
import { administrator, reader } from "./access.middleware.ts";
import { operation } from "./documents.operations.ts";
import type { DocumentsDeps } from "./documents.ports.ts";
import { doneAnswer } from "./documents.schemas.ts";
import { changeTemplate, createTemplate, removeTemplate } from "./template-writes.usecases.ts";
import * as schemas from "./templates.schemas.ts";
import { permissionsOn, templateOf, templatesFor } from "./templates.usecases.ts";

const query = z.object({
  category: z.string().optional().describe("Only this one; an unknown one lists nothing."),
});
const path = z.object({ tid: z.string().describe("The id of a template.") });
const templates = { ...operation, tag: "Report templates" };
const noTemplate = { NOT_FOUND: "Template not found" };

const request = {
  "application/json": {
    schema: schemas.newTemplate,
    example: {
      name: "Weekly health",
      description: "System health of the last week.",
      generator_class: "system_health",
      parameters: [{ name: "days", type: "number", label: "Days", required: false, default: 7 }],
    },
  },
};
const badBody = {
  BAD_REQUEST: "name is required",
  CONFLICT: "Template with this name already exists",
  PAYLOAD_TOO_LARGE: "Body too large (limit 64 KiB)",
  UNSUPPORTED_MEDIA_TYPE: "Content-Type must be application/json",
};

export const templatesRoutes = new Hono<AppEnv<DocumentsDeps>>()
  .get(
    "/templates",
    describe({
      ...templates,
      summary: "List the templates that you may use",
      success: {
        status: 200,
        description: "By category, then name.",
        schema: schemas.templateList,
      },
      errors: {},
    }),
    reader,
    validate("query", query),
    async (c) => {
      const { deps, principal, now } = c.var;
      const data = await templatesFor(deps, principal, c.req.valid("query").category, now);
      return c.json({ success: true, data });
    },
  )
  .get(
    "/templates/:tid",
    describe({
      ...templates,
      summary: "Read a template with its configuration",
      success: { status: 200, description: "The template.", schema: schemas.templateAnswer },
      errors: noTemplate,
    }),
    reader,
    validate("param", path),
    async (c) => {
      const { deps, principal, now } = c.var;
      const template = await templateOf(deps, principal, c.req.valid("param").tid, now);
      return c.json({ success: true, data: { template } });
    },
  )
  .get(
    "/templates/:tid/permissions",
    describe({
      ...templates,
      summary: "Tell what you may do with a template",
      success: { status: 200, description: "Your rights.", schema: schemas.permissions },
      errors: noTemplate,
    }),
    reader,
    validate("param", path),
    async (c) => {
      const { deps, principal, now } = c.var;
      const data = await permissionsOn(deps, principal, c.req.valid("param").tid, now);
      return c.json({ success: true, data });
    },
  )
  .post(
    "/templates",
    describe({
      ...templates,
      summary: "Create a template",
      request,
      success: { status: 201, description: "The template.", schema: schemas.templateAnswer },
      errors: badBody,
    }),
    administrator,
    jsonData(),
    async (c) => {
      const { deps, principal, now } = c.var;
      const body = await c.req.json<Record<string, unknown>>();
      const template = await createTemplate(deps, principal, body, now);
      return c.json({ success: true, data: { template } }, 201);
    },
  )
  .put(
    "/templates/:tid",
    describe({
      ...templates,
      summary: "Change fields of a template",
      description: "Seeded ones too. Documents keep their template as it was at their creation.",
      request,
      success: { status: 200, description: "The template.", schema: schemas.templateAnswer },
      errors: { ...badBody, ...noTemplate },
    }),
    administrator,
    validate("param", path),
    jsonData(),
    async (c) => {
      const { deps, principal, now } = c.var;
      const body = await c.req.json<Record<string, unknown>>();
      const { tid } = c.req.valid("param");
      const template = await changeTemplate(deps, principal, tid, body, now);
      return c.json({ success: true, data: { template } });
    },
  )
  .delete(
    "/templates/:tid",
    describe({
      ...templates,
      summary: "Switch a template off",
      success: { status: 200, description: "It is inactive.", schema: doneAnswer },
      errors: { ...noTemplate, CONFLICT: "Cannot delete template with active reports" },
    }),
    administrator,
    validate("param", path),
    async (c) => {
      const { deps, principal, now } = c.var;
      await removeTemplate(deps, principal, c.req.valid("param").tid, now);
      return c.json({ success: true, message: "Template deleted successfully" });
    },
  );

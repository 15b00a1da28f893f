import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { z } from "zod";
import { type AppEnv, body, describe, standardSurface, validate } from "#http";
import { AppError, secretsEqual } from "#shared";
import { createApiKey, listApiKeys, revokeApiKey } from "./api-keys.usecases.ts";
import { createAdminKey, createTenant } from "./create-tenant.usecases.ts";
import { requirePrincipal } from "./require-principal.middleware.ts";
import type { TenancyDeps } from "./tenancy.ports.ts";
import * as schemas from "./tenancy.schemas.ts";

const admin = requirePrincipal({ role: "admin", scopes: ["admin"] });
const operation = { surface: standardSurface, tag: "Administration" } as const;
const badBody = {
  BAD_REQUEST: "Invalid parameters",
  PAYLOAD_TOO_LARGE: "Body too large (limit 64 KiB)",
  UNSUPPORTED_MEDIA_TYPE: "Content-Type must be application/json",
};

const operatorOnly = createMiddleware<AppEnv<TenancyDeps>>(async (c, next) => {
  const { adminToken } = c.var.deps;
  if (adminToken === undefined) throw new AppError("NOT_FOUND", "Not found");
  const [, token] = /^Bearer +(\S+)$/i.exec(c.req.header("Authorization") ?? "") ?? [];
  if (token === undefined || !(await secretsEqual(token, adminToken))) {
    throw new AppError("UNAUTHORIZED", "The admin token is required");
  }
  await next();
});

export const tenancyRoutes = new Hono<AppEnv<TenancyDeps>>()
  .post(
    "/tenants",
    describe({
      ...operation,
      access: "operator",
      summary: "Create a tenant and its first key",
      success: {
        status: 201,
        description: "The tenant, and an admin key of it: shown once.",
        schema: z.object({ tenant: schemas.tenantRecord, api_key: schemas.createdApiKey }),
      },
      errors: {
        ...badBody,
        NOT_FOUND: "Not found",
        CONFLICT: 'Tenant "acme" exists already',
      },
    }),
    operatorOnly,
    body(),
    validate("json", schemas.newTenant),
    async (c) => c.json(await createTenant(c.var.deps, c.req.valid("json"), c.var.now), 201),
  )
  .post(
    "/tenants/:id/api-keys",
    describe({
      ...operation,
      access: "operator",
      summary: "Create an admin key for a tenant that lost its own",
      success: {
        status: 201,
        description: "The record with its `key`: shown once.",
        schema: schemas.createdApiKey,
      },
      errors: { NOT_FOUND: "Tenant not found" },
    }),
    operatorOnly,
    validate("param", schemas.tenantPath),
    async (c) => c.json(await createAdminKey(c.var.deps, c.req.valid("param").id, c.var.now), 201),
  )
  .get(
    "/api-keys",
    describe({
      ...operation,
      access: "key",
      summary: "List the API keys of the tenant",
      success: {
        status: 200,
        description: "Newest first, revoked ones too.",
        schema: z.object({ data: z.array(schemas.apiKeyRecord) }),
      },
      errors: {},
    }),
    admin,
    async (c) => c.json({ data: await listApiKeys(c.var.deps, c.var.principal) }),
  )
  .post(
    "/api-keys",
    describe({
      ...operation,
      access: "key",
      summary: "Create an API key",
      success: {
        status: 201,
        description: "The record with its `key`: shown once.",
        schema: schemas.createdApiKey,
      },
      errors: badBody,
    }),
    admin,
    body(),
    validate("json", schemas.newApiKey),
    async (c) => {
      const { deps, principal, now } = c.var;
      return c.json(await createApiKey(deps, principal, c.req.valid("json"), now), 201);
    },
  )
  .delete(
    "/api-keys/:id",
    describe({
      ...operation,
      access: "key",
      summary: "Revoke an API key",
      description: "No server accepts the key for longer than 15 seconds after this.",
      success: { status: 204, description: "Revoked, now or before." },
      errors: { NOT_FOUND: "API key not found" },
    }),
    admin,
    validate("param", schemas.keyPath),
    async (c) => {
      const { deps, principal, now } = c.var;
      await revokeApiKey(deps, principal, c.req.valid("param").id, now);
      return c.body(null, 204);
    },
  );

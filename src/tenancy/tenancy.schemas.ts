import { z } from "zod";
import { ROLES, SCOPES } from "#shared";

const time = z.iso.datetime({ offset: true, message: "must be an ISO-8601 time with a zone" });
const label = z.string().trim().min(1).max(200);

const capability = z.strictObject({
  academy_id: z.union([z.int(), z.literal("*")], { error: 'must be an academy id or "*"' }),
  capabilities: z.array(label).max(50),
});

export const newTenant = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "must be 1 to 63 of a-z, 0-9 and -, not starting with -")
    .optional()
    .describe("Default: a UUID."),
  name: label,
});

export const newApiKey = z.strictObject({
  name: label,
  role: z.enum(ROLES).default("viewer"),
  scopes: z.array(z.enum(SCOPES)).max(SCOPES.length).default([]).describe("`[]` means all."),
  capabilities: z.array(capability).max(1_000).default([]),
  user_id: label.nullish().describe("Whom the key acts as. Default: `key:<key id>`."),
  expires_at: time.nullish(),
});

export const apiKeyRecord = z
  .object({
    id: z.uuid(),
    tenant_id: z.string(),
    user_id: z.string().nullable(),
    name: z.string(),
    key_prefix: z.string().describe("The first 12 characters, to tell keys apart."),
    role: z.enum(ROLES),
    scopes: z.array(z.enum(SCOPES)),
    capabilities: z.array(capability),
    created_at: time,
    expires_at: time.nullable(),
    revoked_at: time.nullable(),
    last_used_at: time.nullable(),
  })
  .meta({ id: "ApiKey" });

/** The one answer that shows the key. */
export const createdApiKey = apiKeyRecord
  .extend({ key: z.string().describe("Shown once.") })
  .meta({ id: "CreatedApiKey" });

export const tenantRecord = z
  .object({ id: z.string(), name: z.string(), created_at: time })
  .meta({ id: "Tenant" });

export const tenantPath = z.object({ id: z.string().describe("The id of a tenant.") });

export const keyPath = z.object({ id: z.string().describe("The id of an API key.") });

export type NewTenant = z.infer<typeof newTenant>;
export type NewApiKey = z.infer<typeof newApiKey>;
export type ApiKeyRecord = z.infer<typeof apiKeyRecord>;

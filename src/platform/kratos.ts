import { z } from "zod";
import { AppError, ROLES } from "#shared";
import type { Session, SessionVerifier } from "#tenancy";

const DEADLINE_MS = 5_000;

const whoami = z.object({
  active: z.boolean().default(true),
  expires_at: z.string().nullish(),
  authenticator_assurance_level: z.string().default("aal1"),
  authentication_methods: z.array(z.object({ method: z.string().default("") })).default([]),
  identity: z.object({
    id: z.string(),
    state: z.string().default("active"),
    metadata_public: z
      .object({
        almanac: z
          .object({
            tenant_id: z.string().min(1).nullable().default(null),
            role: z.enum(ROLES).default("viewer"),
            capabilities: z
              .array(
                z.object({
                  academy_id: z.union([z.int(), z.literal("*")]),
                  capabilities: z.array(z.string()),
                }),
              )
              .default([]),
          })
          .optional(),
      })
      .nullish(),
  }),
});

function toSession(answer: z.infer<typeof whoami>): Session {
  const { identity } = answer;
  const claims = identity.metadata_public?.almanac;
  return {
    identityId: identity.id,
    active: answer.active && identity.state === "active",
    tenantId: claims?.tenant_id ?? null,
    role: claims?.role ?? "viewer",
    capabilities: claims?.capabilities ?? [],
    assuranceLevel: answer.authenticator_assurance_level,
    methods: answer.authentication_methods.map(({ method }) => method),
    expiresAt: answer.expires_at ? Date.parse(answer.expires_at) : null,
  };
}

const unavailable = (cause: unknown): AppError =>
  new AppError("SERVICE_UNAVAILABLE", "Sessions cannot be checked; try again shortly", {
    cause,
    headers: { "Retry-After": "5" },
  });

/** Sessions as Ory Kratos vouches for them at `<publicUrl>/sessions/whoami`. */
export const createKratosSessions = (publicUrl: string): SessionVerifier => ({
  async verify(cookie) {
    try {
      const response = await fetch(`${publicUrl.replace(/\/$/, "")}/sessions/whoami`, {
        headers: { Cookie: cookie, Accept: "application/json" },
        redirect: "manual",
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
      if (response.status === 401 || response.status === 403) return null;
      if (!response.ok) throw unavailable(new Error(`Kratos answered ${response.status}`));
      return toSession(whoami.parse(await response.json()));
    } catch (error) {
      throw unavailable(error);
    }
  },
});

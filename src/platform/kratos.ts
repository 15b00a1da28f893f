import { z } from "zod";
import { type Logger, ROLES, unavailable } from "#shared";
import type { Session, SessionVerifier } from "#tenancy";

const DEADLINE_MS = 5_000;

const whoami = z.object({
  active: z.boolean().default(true),
  expires_at: z.iso.datetime({ offset: true }).nullish(),
  authenticator_assurance_level: z.string().default("aal1"),
  authentication_methods: z.array(z.object({ method: z.string().default("") })).default([]),
  identity: z.object({
    id: z.string(),
    state: z.string().default("active"),
    metadata_public: z.object({ almanac: z.unknown() }).partial().nullish(),
  }),
});

/** What an operator writes into an identity's `metadata_public.almanac`. */
const claims = z.object({
  tenant_id: z.string().min(1),
  role: z.enum(ROLES).default("viewer"),
  capabilities: z
    .array(
      z.object({
        academy_id: z.union([z.int(), z.literal("*")]),
        capabilities: z.array(z.string()),
      }),
    )
    .default([]),
});

function toSession(answer: z.infer<typeof whoami>, logger: Logger): Session {
  const { identity } = answer;
  const parsed = claims.safeParse(identity.metadata_public?.almanac);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path }) => path.join(".") || "almanac");
    logger.error("platform.kratos.claims-refused", { fields: fields.join(", ") });
  }
  return {
    identityId: identity.id,
    active: answer.active && identity.state === "active",
    tenantId: parsed.data?.tenant_id ?? null,
    role: parsed.data?.role ?? "viewer",
    capabilities: parsed.data?.capabilities ?? [],
    assuranceLevel: answer.authenticator_assurance_level,
    methods: answer.authentication_methods.map(({ method }) => method),
    expiresAt: answer.expires_at ? Date.parse(answer.expires_at) : null,
  };
}

/** Kratos' answer for a cookie; undefined when it knows no session that may be used. */
async function askKratos(url: string, cookie: string): Promise<unknown> {
  const response = await fetch(url, {
    headers: { Cookie: cookie, Accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  if (response.status === 401 || response.status === 403) return undefined;
  if (!response.ok) throw new Error(`Kratos answered ${response.status}`);
  return response.json();
}

/** Sessions as Ory Kratos vouches for them at `<publicUrl>/sessions/whoami`. */
export const createKratosSessions = (publicUrl: string, logger: Logger): SessionVerifier => ({
  async verify(cookie) {
    try {
      const answer = await askKratos(`${publicUrl.replace(/\/$/, "")}/sessions/whoami`, cookie);
      return answer === undefined ? null : toSession(whoami.parse(answer), logger);
    } catch (error) {
      throw unavailable("Sessions cannot be checked; try again shortly", error);
    }
  },
});

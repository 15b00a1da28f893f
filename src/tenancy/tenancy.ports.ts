import type { HttpDeps } from "#http";
import type { Capability, Db, Role, TtlCache } from "#shared";
import type { ApiKeyRow } from "./tenancy.table.ts";

/** A session as the identity provider vouches for it. */
export interface Session {
  identityId: string;
  active: boolean;
  tenantId: string | null;
  role: Role;
  capabilities: Capability[];
  assuranceLevel: string;
  methods: string[];
  expiresAt: number | null;
}

export interface SessionVerifier {
  /** The session of a cookie (`ory_kratos_session=…`); null when it is none. */
  verify(cookie: string): Promise<Session | null>;
}

/** Writes only if that key of the tenant is there: a tenant that exists already is left alone. */
export type TenantSeed = (tenantId: string, keyId: string, now: number) => D1PreparedStatement;

export interface TenancyDeps extends HttpDeps {
  db: Db;
  keyPepper: string;
  /** Undefined: tenants cannot be made over HTTP. */
  adminToken: string | undefined;
  /** Undefined: a cookie is no credential. */
  sessions: SessionVerifier | undefined;
  keyCache: TtlCache<ApiKeyRow>;
  sessionCache: TtlCache<Session>;
  /** What other rooms put into every new tenant, in the batch that makes it. */
  tenantSeeds: readonly TenantSeed[];
}

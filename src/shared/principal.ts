export const ROLES = ["viewer", "editor", "admin"] as const;
export type Role = (typeof ROLES)[number];

export const SCOPES = ["read", "write", "admin", "ingest"] as const;
export type Scope = (typeof SCOPES)[number];

/** What a principal may do in one academy, or (`"*"`) in every academy of the tenant. */
export interface Capability {
  academy_id: number | "*";
  capabilities: string[];
}

/** Who is calling. `scopes: []` means all of them. */
export interface Principal {
  kind: "key" | "session";
  tenantId: string;
  /** Text, unrelated to the `users` dataset. A key without a user acts as `key:<key id>`. */
  userId: string;
  credentialId: string;
  role: Role;
  scopes: readonly Scope[];
  capabilities: readonly Capability[];
  /** Of a session: Kratos' authenticator assurance level and the methods that it used. */
  assurance: { level: string; methods: readonly string[] } | null;
}

export const hasRole = (principal: Principal, minimum: Role): boolean =>
  ROLES.indexOf(principal.role) >= ROLES.indexOf(minimum);

/** Whether the credential's scopes allow one of these; a credential without scopes has all. */
export const hasScope = (principal: Principal, ...wanted: Scope[]): boolean =>
  principal.scopes.length === 0 || wanted.some((scope) => principal.scopes.includes(scope));

export const hasCapability = (principal: Principal, name: string, academyId: number): boolean =>
  principal.capabilities.some(
    ({ academy_id, capabilities }) =>
      (academy_id === "*" || academy_id === academyId) && capabilities.includes(name),
  );

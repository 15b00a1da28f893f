/** What a request presented to say who it is. */
export type Credential =
  | { kind: "none" }
  | { kind: "malformed" }
  | { kind: "key"; key: string }
  | { kind: "session"; cookie: string };

const KEY_SCHEMES = ["token", "bearer"];
const SESSION_COOKIE = /(?:^|;\s*)(ory_kratos_session=[^;\s]+)/;

function fromAuthorization(header: string): Credential | undefined {
  const [scheme = "", ...words] = header.trim().split(/\s+/);
  if (!KEY_SCHEMES.includes(scheme.toLowerCase())) return undefined;
  const [key, ...more] = words;
  return key === undefined || more.length > 0 ? { kind: "malformed" } : { kind: "key", key };
}

/** The first present of `X-API-Key`, `Authorization: Token`, `Authorization: Bearer`, the session cookie. */
export function credentialOf(headers: Headers): Credential {
  const key = headers.get("X-API-Key");
  if (key !== null && key.trim() !== "") return { kind: "key", key: key.trim() };
  const authorization = headers.get("Authorization");
  const fromHeader = authorization === null ? undefined : fromAuthorization(authorization);
  if (fromHeader) return fromHeader;
  const cookie = SESSION_COOKIE.exec(headers.get("Cookie") ?? "")?.[1];
  return cookie === undefined ? { kind: "none" } : { kind: "session", cookie };
}

const LONGEST = 2_048;

/** Names that mean this machine or this network, wherever they are asked for. */
const INSIDE = /(?:^|\.)(?:localhost|local|internal|home\.arpa)$/;

/** Of IPv6, what is handed out to the world: 2000::/3. */
const isGlobal = ([first = 0]: readonly number[]): boolean => first >> 13 === 1;

/** Whether an address belongs to one host of the internet; tunnels and mappings do not count. */
async function isPublicAddress(address: string): Promise<boolean> {
  const { default: ipaddr } = await import("ipaddr.js");
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast") return false;
  return parsed instanceof ipaddr.IPv6 ? isGlobal(parsed.parts) : true;
}

/** The parser of URLs has turned every notation of an IPv4 address into the dotted one. */
async function isPublicHost(hostname: string): Promise<boolean> {
  const host = hostname.replace(/\.+$/, "");
  if (host.startsWith("[")) return isPublicAddress(host.slice(1, -1));
  if (/^\d+(?:\.\d+){3}$/.test(host)) return isPublicAddress(host);
  return host.includes(".") && !INSIDE.test(host);
}

export type WebhookUrl = { ok: true; url: string } | { ok: false; rule: string };

const refused = (rule: string): WebhookUrl => ({ ok: false, rule });

/**
 * An address that may be called: https, without credentials or fragment, at most 2,048 characters,
 * and, unless `anyAddress`, on the public internet by its name or address.
 */
export async function checkWebhookUrl(text: string, anyAddress: boolean): Promise<WebhookUrl> {
  const url = URL.parse(text);
  if (url?.protocol !== "https:") return refused("must be an https URL");
  if (text.length > LONGEST || url.href.length > LONGEST) {
    return refused(`must be at most ${LONGEST} characters`);
  }
  if (url.username !== "" || url.password !== "" || text.includes("#")) {
    return refused("must have no credentials and no fragment");
  }
  if (!anyAddress && !(await isPublicHost(url.hostname))) {
    return refused("must be a public address");
  }
  return { ok: true, url: url.href };
}

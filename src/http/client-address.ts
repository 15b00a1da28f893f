/** Groups of an IPv6 address, `::` filled up; null when it is none. */
function ipv6Groups(address: string): string[] | null {
  if (!address.includes(":")) return null;
  const [head = "", tail] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array.from({ length: zeros }, () => "0"), ...right];
}

/**
 * Who calls without a credential, as Cloudflare vouches for it. Of IPv6 the /64: one customer has
 * that many addresses at least.
 */
export function clientAddress(headers: Headers): string {
  const address = headers.get("CF-Connecting-IP")?.trim().toLowerCase() ?? "";
  const groups = ipv6Groups(address);
  // An IPv4 address in IPv6 form is the IPv4 address.
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!groups) return address || "unknown";
  const network = groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ""));
  return `${network.join(":")}::/64`;
}

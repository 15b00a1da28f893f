import { create, createWorld, json, newCaller, REPORTS, work, type World } from "../world.ts";

export const HOUR = 3_600_000;
export const NOT_FOUND = { success: false, error: "Share not found" };

/** A finished document, and what its owner does with shares of it. */
export async function finished(more: object = {}) {
  const world = createWorld();
  const caller = await newCaller(world);
  const id = await create(world, caller.key, more);
  await work(world);
  const share = (body: unknown = { method: "link" }, key = caller.key, report = id) =>
    world.server.request(`${REPORTS}/${report}/share`, { key, body });
  const shared = async (body?: unknown) => {
    const { data } = await json(await share(body));
    return { ...data, url: data.share_url ?? data.download_url };
  };
  const list = async () =>
    (await json(await world.server.request(`${REPORTS}/${id}/shares`, { key: caller.key }))).data;
  const revoke = (shareId: string, key = caller.key, report = id) =>
    world.server.request(`${REPORTS}/${report}/shares/${shareId}`, { key, method: "DELETE" });
  return { world, ...caller, id, share, shared, list, revoke };
}

/** As an outsider; each from an address of its own, so that the limit is not met by chance. */
export const get = (
  world: World,
  url: string,
  headers: Record<string, string> = {},
  method = "GET",
) =>
  world.server.request(url, {
    method,
    headers: { "CF-Connecting-IP": `198.51.100.${crypto.randomUUID()}`, ...headers },
  });

import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { expireDocuments } from "#documents";
import { json, REPORTS } from "../world.ts";
import { finished, get, HOUR, NOT_FOUND } from "./kit.ts";

describe("uses", () => {
  it("are as many as there are, also when thirty come at once", async () => {
    const { world, shared, list } = await finished();
    const { url } = await shared({ method: "download_token", max_uses: 5 });
    const answers = await Promise.all(Array.from({ length: 30 }, () => get(world, url)));
    const opened = answers.filter(({ status }) => status === 200);
    expect(opened).toHaveLength(5);
    const bodies = await Promise.all(opened.map((answer) => answer.text()));
    expect(new Set(bodies).size).toBe(1);
    const refused = answers.filter(({ status }) => status !== 200);
    for (const answer of refused) {
      expect([answer.status, await json(answer)]).toEqual([404, NOT_FOUND]);
    }
    expect((await list()).shares).toMatchObject([{ uses: 5, max_uses: 5 }]);
  });

  it("are not taken by HEAD, by what the caller has already, or by a file that is lost", async () => {
    const { world, shared, list, tenantId, id } = await finished();
    const { url } = await shared({ method: "download_token" });
    const head = await get(world, url, {}, "HEAD");
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(Number(head.headers.get("Content-Length"))).toBeGreaterThan(10);
    const tag = head.headers.get("ETag") ?? "";
    expect((await get(world, url, { "If-None-Match": tag })).status).toBe(304);
    const key = `documents/${tenantId}/${id}/1/report.pdf`;
    const bytes = (await (await env.FILES.get(key))?.arrayBuffer()) ?? new ArrayBuffer();
    await env.FILES.delete(key);
    const lost = await get(world, url);
    expect([lost.status, await json(lost)]).toEqual([404, NOT_FOUND]);
    expect((await list()).shares).toMatchObject([{ uses: 0, last_used_at: null }]);
    await env.FILES.put(key, bytes);
    world.now += 5_000;
    expect((await get(world, url)).status).toBe(200);
    const used = { uses: 1, last_used_at: "2026-01-20T12:00:05Z" };
    expect((await list()).shares).toMatchObject([used]);
    expect((await get(world, url, {}, "HEAD")).status).toBe(404);
  });

  it("that are limited give the whole file, whatever part is asked for", async () => {
    const { world, shared } = await finished();
    const few = await shared({ method: "download_token", max_uses: 3 });
    const many = await shared();
    const whole = await (await get(world, many.url)).text();
    for (const range of ["bytes=0-9", "bytes=999999-"]) {
      const answer = await get(world, few.url, { Range: range });
      expect([answer.status, answer.headers.get("Accept-Ranges")]).toEqual([200, "none"]);
      expect(await answer.text()).toBe(whole);
    }
    const part = await get(world, many.url, { Range: "bytes=2-9" });
    expect([part.status, await part.text()]).toEqual([206, whole.slice(2, 10)]);
  });
});

describe("a token that does not work", () => {
  it("is told nothing of the reason", async () => {
    const { world, shared, revoke, key } = await finished();
    const revoked = await shared();
    await revoke(revoked.share_id);
    const usedUp = await shared({ method: "download_token" });
    await get(world, usedUp.url);
    const expired = await shared({ method: "link", expires_in_hours: 1 });
    const ofDeleted = await finished();
    const gone = await ofDeleted.shared();
    const path = `${REPORTS}/${ofDeleted.id}`;
    await ofDeleted.world.server.request(path, { method: "DELETE", key: ofDeleted.key });
    world.now += HOUR;
    const urls = [revoked.url, usedUp.url, expired.url, gone.url].concat(
      ["x", "%00", "a".repeat(5_000), revoked.share_id, "-".repeat(43)].map(
        (token) => `${REPORTS}/shared/${token}`,
      ),
    );
    for (const url of urls) {
      for (const method of ["GET", "HEAD"]) {
        const answer = await get(world, url, { "X-API-Key": key }, method);
        expect(answer.status, url).toBe(404);
        if (method === "GET") expect(await json(answer)).toEqual(NOT_FOUND);
        expect(answer.headers.get("Cache-Control")).toMatch(/no-store/);
      }
    }
  });

  it("stops when the document's time is over, before and after the sweep", async () => {
    const { world, shared, tenantId } = await finished();
    world.now += 29 * 24 * HOUR + 23 * HOUR;
    const { url } = await shared({ method: "link" });
    world.now += HOUR - 1;
    expect((await get(world, url)).status).toBe(200);
    world.now += 1;
    expect((await get(world, url)).status).toBe(404);
    await expireDocuments(world.deps);
    expect((await get(world, url)).status).toBe(404);
    const left = env.DB.prepare("SELECT count(*) AS n FROM document_shares WHERE tenant_id = ?");
    expect(await left.bind(tenantId).first("n")).toBe(0);
  });
});

it("outsiders are limited to fifty a minute and address, whatever they bring", async () => {
  const { world, shared } = await finished();
  const { url } = await shared();
  const address = { "CF-Connecting-IP": `192.0.2.${crypto.randomUUID()}` };
  const guesses = Array.from({ length: 50 }, (_, n) =>
    get(world, `${REPORTS}/shared/guess-${n}`, address),
  );
  expect(new Set((await Promise.all(guesses)).map(({ status }) => status))).toEqual(new Set([404]));
  const refused = await get(world, url, address);
  expect([refused.status, refused.headers.get("Retry-After")]).toEqual([429, "60"]);
  expect((await get(world, url)).status).toBe(200);
  world.now += 60_000;
  expect((await get(world, url, address)).status).toBe(200);
});

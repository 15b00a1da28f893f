import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { tableScans } from "../../kit/query-plans.ts";
import { create, json, newCaller, read, REPORTS, settle } from "../world.ts";
import { finished, get, HOUR, NOT_FOUND } from "./kit.ts";

const actions = async (id: string) => {
  const { results } = await env.DB.prepare(
    "SELECT action, actor, detail FROM document_audit WHERE document_id = ? AND action LIKE 'share.%' ORDER BY at, action",
  )
    .bind(id)
    .all<{ action: string; actor: string; detail: string }>();
  return results;
};

describe("a share", () => {
  it("by link opens the document's own file to anybody, as often as they like", async () => {
    const { world, shared, id, key, list } = await finished({ output_format: "md" });
    const made = await shared({ method: "link", message: "Have a look" });
    expect(made).toEqual({
      share_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      method: "link",
      share_url: expect.stringMatching(/^\/api\/reports\/shared\/[\w-]{43}$/),
      url: made.share_url,
      expires_at: "2026-01-27T12:00:00Z",
      max_uses: null,
      message: "Have a look",
    });
    const own = await world.server.request(`${REPORTS}/${id}/download`, { key });
    for (let uses = 0; uses < 3; uses++) {
      const response = await get(world, made.url);
      expect(response.status).toBe(200);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "content-type": "text/markdown; charset=utf-8",
        "content-disposition": own.headers.get("Content-Disposition"),
        "content-length": own.headers.get("Content-Length"),
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-robots-tag": "noindex",
        "x-content-type-options": "nosniff",
        "x-ratelimit-limit": "50",
      });
      if (uses === 0) expect(await response.text()).toBe(await own.text());
    }
    expect((await list()).shares).toMatchObject([{ uses: 3, max_uses: null }]);
    // Downloads are those of the owner.
    expect((await read(world, key, id)).download_count).toBe(1);
  });

  it("by token is for one use in a day, unless more is asked for", async () => {
    const { world, shared } = await finished();
    const made = await shared({ method: "download_token" });
    expect(made).toMatchObject({
      method: "download_token",
      download_url: `/api/reports/shared/${made.download_token}`,
      expires_at: "2026-01-21T12:00:00Z",
      max_uses: 1,
      message: null,
    });
    expect(made).not.toHaveProperty("share_url");
    const statuses = [];
    for (let uses = 0; uses < 2; uses++) statuses.push((await get(world, made.url)).status);
    expect(statuses).toEqual([200, 404]);
  });

  it("ends with its document at the latest", async () => {
    const { world, id, key, shared } = await finished();
    world.now += 29 * 24 * HOUR;
    const { expires_at } = await shared({ method: "link", expires_in_hours: 720 });
    expect(expires_at).toBe((await read(world, key, id)).expires_at);
  });

  it.each([
    [{}, "JSON data required"],
    [{ expires_in_hours: 1 }, "Invalid share method"],
    [{ method: "fax" }, "Invalid share method"],
    [{ method: "email" }, "Email sharing is not available; create a link and send it yourself"],
    [
      { method: "link", expires_in_hours: 721 },
      "Invalid expires_in_hours: must be a whole number from 1 to 720",
    ],
    [
      { method: "link", expires_in_hours: 0 },
      "Invalid expires_in_hours: must be a whole number from 1 to 720",
    ],
    [
      { method: "download_token", expires_in_hours: 25 },
      "Invalid expires_in_hours: must be a whole number from 1 to 24",
    ],
    [
      { method: "download_token", expires_in_hours: "3" },
      "Invalid expires_in_hours: must be a whole number from 1 to 24",
    ],
    [
      { method: "download_token", max_uses: 1_001 },
      "Invalid max_uses: must be a whole number from 1 to 1000",
    ],
    [
      { method: "download_token", max_uses: 1.5 },
      "Invalid max_uses: must be a whole number from 1 to 1000",
    ],
    [{ method: "link", message: 7 }, "Invalid message: must be text"],
  ])("is refused: %j", async (body, error) => {
    const { share } = await finished();
    const response = await share(body);
    expect([response.status, await json(response)]).toEqual([400, { success: false, error }]);
  });

  it("takes the bounds as they are", async () => {
    const { shared } = await finished();
    const longest = { method: "link", expires_in_hours: 720, max_uses: 1_000 };
    expect(await shared(longest)).toMatchObject({ max_uses: 1_000 });
    const shortest = { method: "download_token", expires_in_hours: 1, max_uses: 1 };
    expect(await shared(shortest)).toMatchObject({ expires_at: "2026-01-20T13:00:00Z" });
  });

  it("waits for the document to be finished", async () => {
    const { world, key, share } = await finished();
    const waiting = await create(world, key);
    const early = await share({ method: "link" }, key, waiting);
    expect([early.status, (await json(early)).error]).toEqual([
      400,
      "Report not ready for sharing",
    ]);
  });
});

describe("the owner", () => {
  it("sees all shares, revokes at once and again, and all of it is noted", async () => {
    const { world, id, shared, list, revoke, tenantId } = await finished();
    const link = await shared();
    world.now += 1_000;
    const token = await shared({ method: "download_token" });
    world.now += 1_000;
    await get(world, link.url);
    world.now += 1_000;
    for (let times = 0; times < 2; times++) {
      const response = await revoke(link.share_id);
      const done = { success: true, message: "Share revoked" };
      expect([response.status, await json(response)]).toEqual([200, done]);
      world.now += 1_000;
    }
    expect((await get(world, link.url)).status).toBe(404);
    expect(await list()).toEqual({
      count: 2,
      shares: [
        {
          id: token.share_id,
          method: "download_token",
          created_at: "2026-01-20T12:00:01Z",
          expires_at: "2026-01-21T12:00:01Z",
          max_uses: 1,
          uses: 0,
          last_used_at: null,
          revoked_at: null,
        },
        {
          id: link.share_id,
          method: "link",
          created_at: "2026-01-20T12:00:00Z",
          expires_at: "2026-01-27T12:00:00Z",
          max_uses: null,
          uses: 1,
          last_used_at: "2026-01-20T12:00:02Z",
          revoked_at: "2026-01-20T12:00:03Z",
        },
      ],
    });
    const notes = await actions(id);
    expect(notes.map(({ action, detail }) => [action, JSON.parse(detail).share_id])).toEqual([
      ["share.created", link.share_id],
      ["share.created", token.share_id],
      ["share.used", link.share_id],
      ["share.revoked", link.share_id],
    ]);
    expect(notes[2]?.actor).toBe("share");
    const rows = await env.DB.prepare("SELECT * FROM document_shares WHERE tenant_id = ?")
      .bind(tenantId)
      .all();
    const kept = JSON.stringify([rows.results, notes, await list(), world.server.lines]);
    for (const { url } of [link, token]) expect(kept).not.toContain(url.split("/").at(-1));
  });

  it("has twenty active ones at most, also when they come together", async () => {
    const { world, share, shared, revoke } = await finished();
    const all = await Promise.all(Array.from({ length: 22 }, () => share()));
    const refused = all.filter(({ status }) => status !== 200);
    expect(refused.map(({ status }) => status)).toEqual([409, 409]);
    expect((await json(refused[0] ?? new Response())).error).toBe("Share limit reached (20)");
    const made = await Promise.all(
      all.filter(({ status }) => status === 200).map((one) => json(one)),
    );
    await revoke(made[0].data.share_id);
    const token = await shared({ method: "download_token" });
    expect((await share()).status).toBe(409);
    await get(world, token.url);
    expect((await share({ method: "link", expires_in_hours: 1 })).status).toBe(200);
    expect((await share()).status).toBe(409);
    world.now += HOUR;
    expect((await share()).status).toBe(200);
  });

  it("is the only one who can share, list and revoke", async () => {
    const { world, id, adminKey, share, shared, revoke, list } = await finished();
    const stranger = await newCaller(world);
    const { share_id: shareId, url } = await shared();
    const other = await create(world, adminKey);
    await settle(world);
    for (const key of [adminKey, stranger.key, stranger.adminKey]) {
      const path = `${REPORTS}/${id}/shares`;
      const answers = [
        await share({ method: "link" }, key),
        // Whose document it is comes before what is wrong with the wish.
        await share({ method: "fax" }, key),
        await world.server.request(path, { key }),
        await revoke(shareId, key),
      ];
      for (const answer of answers) {
        expect([answer.status, (await json(answer)).error]).toEqual([404, "Report not found"]);
      }
    }
    // By way of another document of one's own it cannot be reached either.
    const detour = await revoke(shareId, adminKey, other);
    expect([detour.status, await json(detour)]).toEqual([404, NOT_FOUND]);
    expect((await revoke(crypto.randomUUID())).status).toBe(404);
    expect((await get(world, url)).status).toBe(200);
    expect((await list()).count).toBe(1);
  });
});

it("shares are read by index", async () => {
  const { world, shared, list, revoke } = await finished();
  const { url, share_id: shareId } = await shared();
  await get(world, url);
  await list();
  await revoke(shareId);
  const calls = world.server.calls.filter(({ statements }) =>
    statements.some(({ sql }) => sql.includes("document_shares")),
  );
  expect(calls.length).toBeGreaterThan(4);
  expect(await tableScans(env.DB, calls)).toEqual([]);
});

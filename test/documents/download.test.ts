import { env } from "cloudflare:test";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteRange } from "../../src/documents/byte-range.ts";
import { contentDisposition } from "../../src/documents/file-name.ts";
import { create, createWorld, json, newCaller, read, REPORTS, work } from "./world.ts";

const ID = "991a8dca-b90c-406d-9a64-dcc9b1bec33c";

async function finished(more: object = {}) {
  const world = createWorld();
  const caller = await newCaller(world);
  const id = await create(world, caller.key, more);
  await work(world);
  const get = (verb = "download", headers: Record<string, string> = {}, method = "GET") =>
    world.server.request(`${REPORTS}/${id}/${verb}`, { key: caller.key, headers, method });
  const count = async () => (await read(world, caller.key, id)).download_count;
  return { world, ...caller, id, get, count };
}

describe("a download", () => {
  it("is the stored file with what browsers and caches need", async () => {
    const { id, get, count, world } = await finished({ title: "Zürich <plan>" });
    const response = await get();
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text.startsWith("pdf:Zürich <plan>\n# Zürich <plan>\n")).toBe(true);
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    const headers = Object.fromEntries(response.headers);
    expect(headers).toMatchObject({
      "content-type": "application/pdf",
      "content-length": String(new TextEncoder().encode(text).length),
      "content-disposition": `attachment; filename="Zurich plan_${id.slice(0, 8)}.pdf"; filename*=UTF-8''Z%C3%BCrich%20plan_${id.slice(0, 8)}.pdf`,
      "cache-control": "private, no-cache",
      "accept-ranges": "bytes",
      "x-content-type-options": "nosniff",
      etag: `"${new Uint8Array(digest).toHex()}"`,
      "x-ratelimit-remaining": "49",
    });
    expect(await count()).toBe(1);
    const audit = env.DB.prepare(
      "SELECT count(*) AS n FROM document_audit WHERE document_id = ? AND action = 'document.downloaded'",
    );
    expect(await audit.bind(id).first("n")).toBe(1);
    expect(world.server.lines.join("\n")).not.toContain("Zürich");
  });

  it("is not sent again to whom has it", async () => {
    const { get, count } = await finished();
    const tag = (await get("download", {}, "HEAD")).headers.get("ETag") ?? "";
    for (const header of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
      const response = await get("download", { "If-None-Match": header });
      expect([response.status, await response.text()]).toEqual([304, ""]);
      expect(response.headers.get("ETag")).toBe(tag);
    }
    expect((await get("download", { "If-None-Match": '"other"' })).status).toBe(200);
    expect(await count()).toBe(1);
  });

  it("comes in parts, and counts when its first byte is sent", async () => {
    const { get, count } = await finished();
    const whole = await (await get()).text();
    const size = new TextEncoder().encode(whole).length;
    const part = async (range: string, more = {}) => {
      const response = await get("download", { Range: range, ...more });
      return [response.status, response.headers.get("Content-Range"), await response.text()];
    };
    expect(await part("bytes=0-9")).toEqual([206, `bytes 0-9/${size}`, whole.slice(0, 10)]);
    expect(await count()).toBe(2);
    expect(await part("bytes=-10")).toEqual([
      206,
      `bytes ${size - 10}-${size - 1}/${size}`,
      whole.slice(-10),
    ]);
    expect((await part("bytes=5-")).slice(0, 2)).toEqual([206, `bytes 5-${size - 1}/${size}`]);
    expect(await count()).toBe(2);
    expect(await part("bytes=0-1,5-6")).toEqual([200, null, whole]);
    const beyond = await get("download", { Range: `bytes=${size}-` });
    expect([beyond.status, (await json(beyond)).error]).toEqual([416, "Range not satisfiable"]);
    expect(beyond.headers.get("Content-Range")).toBe(`bytes */${size}`);
    expect(await part("bytes=0-9", { "If-Range": '"other"' })).toEqual([200, null, whole]);
    const tag = (await get("download", {}, "HEAD")).headers.get("ETag") ?? "";
    expect((await part("bytes=0-9", { "If-Range": tag }))[0]).toBe(206);
  });

  it("is only announced by HEAD", async () => {
    const { get, count } = await finished();
    const response = await get("download", {}, "HEAD");
    expect([response.status, await response.text()]).toEqual([200, ""]);
    const size = Number(response.headers.get("Content-Length"));
    expect(size).toBeGreaterThan(10);
    // Parts are of GET alone.
    for (const range of ["bytes=0-9", `bytes=${size}-`]) {
      const { status, headers } = await get("download", { Range: range }, "HEAD");
      expect([status, headers.get("Content-Length")]).toEqual([200, String(size)]);
    }
    expect(await count()).toBe(0);
  });

  it("in another format is made once and kept", async () => {
    const { world, get, tenantId, id } = await finished();
    const markdown = await get("download?format=md");
    expect(markdown.headers.get("Content-Type")).toBe("text/markdown; charset=utf-8");
    let renders = 0;
    const { renderFormat } = world.deps;
    world.deps.renderFormat = (...args) => {
      renders++;
      return renderFormat(...args);
    };
    const html = await get("download?format=html");
    expect(html.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
    expect(html.headers.get("Content-Disposition")).toMatch(/^attachment; .*\.html"/);
    expect(html.headers.get("Content-Security-Policy")).toContain("sandbox; default-src 'none'");
    expect(await html.text()).toBe(`html:Segmentation of plant networks\n${await markdown.text()}`);
    expect((await get("download?format=html")).status).toBe(200);
    expect(renders).toBe(1);
    const keys = (await env.FILES.list({ prefix: `documents/${tenantId}/${id}/` })).objects;
    expect(keys).toHaveLength(3);
  });

  it("is refused while there is none", async () => {
    const { world, key, get, tenantId, id } = await finished();
    const bad = await get("download?format=docx");
    expect([bad.status, (await json(bad)).error]).toEqual([400, "Invalid format: docx"]);
    const waiting = await create(world, key);
    for (const verb of ["download", "preview"]) {
      const early = await world.server.request(`${REPORTS}/${waiting}/${verb}`, { key });
      expect([early.status, (await json(early)).error]).toEqual([
        400,
        `Report not ready for ${verb}`,
      ]);
    }
    world.deps.renderFormat = () => Promise.reject(new Error("Chrome says: secret"));
    const away = await get("download?format=html");
    expect([away.status, await json(away)]).toEqual([
      503,
      { success: false, error: "Renderer not available" },
    ]);
    expect(away.headers.get("Retry-After")).toBe("30");
    await env.FILES.delete(`documents/${tenantId}/${id}/1/report.pdf`);
    const gone = await get();
    expect([gone.status, (await json(gone)).error]).toEqual([404, "Report file not found"]);
  });
});

describe("a preview", () => {
  it("is shown inline in a frame of the own origin, uncounted", async () => {
    const { get, count } = await finished();
    const pdf = await get("preview");
    expect(pdf.headers.get("Content-Disposition")).toMatch(/^inline; /);
    expect(pdf.headers.get("Content-Security-Policy")).toBe("frame-ancestors 'self'");
    expect(pdf.headers.get("X-Frame-Options")).toBe("SAMEORIGIN");
    const html = await get("preview?format=html");
    expect(html.headers.get("Content-Security-Policy")).toBe(
      "sandbox; default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'",
    );
    expect(await count()).toBe(0);
  });

  it("of a markdown document is its HTML", async () => {
    const { get } = await finished({ output_format: "md" });
    expect((await get("preview")).headers.get("Content-Type")).toBe("text/html; charset=utf-8");
    expect((await get()).headers.get("Content-Type")).toBe("text/markdown; charset=utf-8");
  });
});

it.each([
  [
    "Zürich: “Zero Trust” & 東京 <plan>",
    "pdf",
    `attachment; filename="Zurich Zero Trust __ plan_991a8dca.pdf"; filename*=UTF-8''Z%C3%BCrich%20Zero%20Trust%20%E6%9D%B1%E4%BA%AC%20plan_991a8dca.pdf`,
  ],
  ["???", "md", `attachment; filename="report_991a8dca.md"; filename*=UTF-8''report_991a8dca.md`],
  [
    'a"b\\c\r\nd/e',
    "html",
    `attachment; filename="abc de_991a8dca.html"; filename*=UTF-8''abc%20de_991a8dca.html`,
  ],
] as const)("names the file of %j", (title, format, expected) => {
  expect(contentDisposition("attachment", title, ID, format)).toBe(expected);
});

it("names a file of any title in ASCII, on one line, in moderate length", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (title) => {
      const header = contentDisposition("inline", title.toWellFormed(), ID, "pdf");
      expect(header).toMatch(/^inline; filename="[ -!#-~]+"; filename\*=UTF-8''[\w.~%-]+$/);
      expect(header.length).toBeLessThan(1_500);
    }),
  );
});

describe("a range", () => {
  it.each([
    ["bytes=0-99", { kind: "part", offset: 0, length: 100 }],
    ["bytes=-10", { kind: "part", offset: 990, length: 10 }],
    ["bytes=-5000", { kind: "part", offset: 0, length: 1_000 }],
    ["bytes=990-5000", { kind: "part", offset: 990, length: 10 }],
    ["bytes=1000-", { kind: "unsatisfiable" }],
    ["bytes=-0", { kind: "unsatisfiable" }],
    ["bytes=0-1,5-6", { kind: "whole" }],
    ["bytes=5-1", { kind: "whole" }],
    ["bytes=-", { kind: "whole" }],
    ["items=0-1", { kind: "whole" }],
    ["bytes=a-b", { kind: "whole" }],
    [undefined, { kind: "whole" }],
  ])("%s of 1000 bytes", (header, expected) => {
    expect(byteRange(header, 1_000)).toEqual(expected);
  });
});

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspect, missingTools } from "./inspected-pdf.ts";
import { runPrinter, type RunningPrinter } from "./running-printer.ts";

const cover = {
  title: "Small",
  description: null,
  preparedFor: "Ada",
  date: Date.UTC(2026, 0, 20),
  templateName: "System Health",
  sourceCount: 0,
  language: "en",
  pageSize: "A4",
};

const small = { cover, markdown: "## One\n\ntext" };

let printer: RunningPrinter;
beforeAll(async () => {
  printer = await runPrinter();
});
afterAll(async () => {
  await printer.end();
});

describe("a hostile page", () => {
  it("reaches no server and shows no file", { timeout: 60_000 }, async () => {
    const requests: string[] = [];
    const server = createServer((request, response) => {
      requests.push(request.url ?? "");
      response.end("root:x:0:0 canary");
    }).listen(0, "127.0.0.1");
    const to = `http://127.0.0.1:${await new Promise<number>((done) => server.once("listening", () => done((server.address() as AddressInfo).port)))}`;
    const pages = [
      [
        `<script>fetch("${to}/fetch");new Image().src="${to}/script";new WebSocket("${to.replace("http", "ws")}/socket")</script>`,
        `<img src="${to}/img"><img src=x onerror="fetch('${to}/onerror')"><picture><source srcset="${to}/srcset"></picture>`,
        `<svg><image href="${to}/svg-image"/><use href="${to}/use.svg#a"/><filter id="f"><feImage href="${to}/feimage"/></filter><rect width="9" height="9" filter="url(#f)"/></svg>`,
        `<video src="${to}/video" poster="${to}/poster"></video><audio src="${to}/audio" autoplay></audio>`,
        `<script type="speculationrules">{"prefetch":[{"source":"list","urls":["${to}/speculation"]}]}</script>`,
      ].join(""),
      [
        `<style>@import "${to}/import";@font-face{font-family:E;src:url(${to}/font)}body{font-family:E;background:url(${to}/css)}</style>`,
        `<link rel="stylesheet" href="${to}/style"><link rel="prefetch" href="${to}/prefetch"><link rel="preload" as="image" href="${to}/preload"><link rel="preconnect" href="${to}"><link rel="modulepreload" href="${to}/module">`,
      ].join(""),
      [
        `<iframe src="${to}/iframe"></iframe><iframe src="file:///etc/passwd"></iframe><object data="${to}/object"></object><embed src="file:///etc/passwd">`,
        `<form action="${to}/form"><input autofocus></form><base href="${to}/">`,
        `<meta http-equiv="refresh" content="0;url=${to}/refresh">`,
      ].join(""),
    ];
    for (const page of pages) {
      const html = `<!doctype html><title>Small</title><h1>Small</h1>${page}<p style="break-before:page">end</p>`;
      const { status, bytes } = await printer.print({ cover, html, workMs: 10_000 });
      const text =
        status === 200 && missingTools.length === 0
          ? inspect(printer.folder, "hostile", bytes).text()
          : "";
      expect(text).not.toMatch(/root:x|canary/);
      if (status !== 200)
        expect(bytes.toString()).toMatch(/^(?:OUTPUT_INVALID|RENDER_TIMEOUT|RENDER_UNAVAILABLE)$/);
    }
    await wait(500);
    server.close();
    expect(requests).toEqual([]);
    expect((await printer.print(small)).status).toBe(200);
  });
});

describe("the browser", () => {
  it(
    "serves ten documents, one after the other, and none sees another",
    { timeout: 60_000 },
    async () => {
      await printer.print(small);
      const before = printer.browsers();
      for (let n = 0; n < 10; n += 1) {
        const { status, bytes } = await printer.print({
          cover,
          markdown: `## Only${n}\n\ntext`,
        });
        expect(status).toBe(200);
        if (missingTools.length === 0) {
          const text = inspect(printer.folder, "ten", bytes).text();
          expect(text.match(/Only\d/g)).toEqual([`Only${n}`, `Only${n}`]);
        }
      }
      expect(printer.browsers()).toEqual(before);
    },
  );

  it(
    "serves two documents at once with two browsers, and keeps both",
    { timeout: 60_000 },
    async () => {
      const both = () => Promise.all([printer.print(small), printer.print(small)]);
      for (const { status } of [...(await both()), ...(await both())]) expect(status).toBe(200);
      expect(printer.browsers().length).toBeLessThanOrEqual(4);
    },
  );

  it("is ended at the deadline when it prints a bomb", { timeout: 60_000 }, async () => {
    const levels = Array.from(
      { length: 24 },
      (_, n) => `<g id="l${n + 1}"><use href="#l${n}"/><use href="#l${n}"/></g>`,
    );
    const html = `<!doctype html><title>Small</title><h1>Small</h1><svg><rect id="l0" width="1" height="1"/>${levels.join("")}</svg>`;
    const start = performance.now();
    const { status, bytes } = await printer.print({ cover, html, workMs: 3_000 });
    expect([status, bytes.toString()]).toEqual([500, "RENDER_TIMEOUT"]);
    expect(performance.now() - start).toBeLessThan(12_000);
    expect((await printer.print({ ...small, workMs: 3_000 })).status).toBe(200);
  });

  it(
    "that is killed in the middle makes an error that may be tried again",
    { timeout: 60_000 },
    async () => {
      const rows = "| 1 | 2 | 3 |\n".repeat(3_000);
      const large = printer.print({
        cover,
        markdown: `## A\n\n|a|b|c|\n|-|-|-|\n${rows}`,
      });
      await wait(1_500);
      for (const pid of printer.browsers()) process.kill(pid, "SIGKILL");
      const { status, bytes } = await large;
      expect([status, bytes.toString()]).toEqual([500, "RENDER_UNAVAILABLE"]);
      expect((await printer.print(small)).status).toBe(200);
    },
  );
});

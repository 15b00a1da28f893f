import { expect, it } from "vitest";
import { createBrowserPdf } from "#platform";
import { cover } from "../documents/formats/kit.ts";

const silent = { info: () => {}, warn: () => {}, error: () => {} };

it.each([
  ["has no browser to spare", () => new Response("Too many browsers", { status: 429 })],
  ["fails", () => new Response("", { status: 500 })],
])("is an error that may be tried again when the platform %s", async (_name, answer) => {
  let asked = 0;
  const binding = {
    fetch: async () => {
      asked += 1;
      return answer();
    },
  };
  const renderer = createBrowserPdf(binding, silent);
  await expect(renderer.pdf("<h1>Small</h1>", cover())).rejects.toMatchObject({
    code: "RENDER_UNAVAILABLE",
  });
  expect(asked).toBe(1);
});

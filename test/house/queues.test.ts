import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { MAX_ATTEMPTS } from "../../src/generation/batch.ts";

const wranglerToml = readFileSync(resolve(import.meta.dirname, "../../wrangler.toml"), "utf8");

it("gives every queue a dead-letter queue, and every dead-letter queue a consumer", () => {
  const consumers = wranglerToml.split("[[queues.consumers]]").slice(1);
  const names = consumers.map((text) => /queue = "([^"]+)"/.exec(text)?.[1] ?? "");
  const dead = consumers.map((text) => /dead_letter_queue = "([^"]+)"/.exec(text)?.[1]);
  for (const [at, name] of names.entries()) {
    if (name.endsWith("-dead")) expect(dead[at]).toBeUndefined();
    else expect(names).toContain(dead[at]);
  }
  const produced = [...wranglerToml.matchAll(/binding = "\w+_QUEUE"\nqueue = "([^"]+)"/g)];
  for (const [, queue] of produced) expect(names).toContain(queue);
});

it("delivers a message at least as often as its unit is tried", () => {
  const retries = [...wranglerToml.matchAll(/max_retries = (\d+)/g)].map(([, times]) =>
    Number(times),
  );
  expect(retries.length).toBeGreaterThan(3);
  expect(MAX_ATTEMPTS).toBeLessThanOrEqual(Math.min(...retries));
});

it("has a handler for every cron", () => {
  const worker = readFileSync(resolve(import.meta.dirname, "../../src/worker.ts"), "utf8");
  const [, crons = ""] = /^crons = \[(.*)\]$/m.exec(wranglerToml) ?? [];
  expect(crons.split(", ").length).toBeGreaterThan(2);
  for (const cron of crons.split(", ")) expect(worker).toContain(cron);
});

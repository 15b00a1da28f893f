import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");

it("keeps the median source file under 80 lines", () => {
  const files = globSync("src/**/*.ts", { cwd: ROOT }).filter((file) => !file.endsWith("env.d.ts"));
  const lines = files
    .map((file) => readFileSync(join(ROOT, file), "utf8").split("\n").length)
    .toSorted((a, b) => a - b);
  expect(lines.length).toBeGreaterThan(50);
  expect(lines[Math.floor(lines.length / 2)]).toBeLessThan(80);
});

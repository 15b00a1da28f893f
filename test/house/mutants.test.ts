import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { controls, type Mutant, mutants } from "./mutants/mutants.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "almanac-mutants-"));
const CONFIG = join(ROOT, "test/house/mutants/vitest.config.ts");
const AT_ONCE = 2;

const counts = new Map<string, { passed: number; failed: number }>();

/** A run of its own for each: projects of one run would share what they have loaded. */
async function judge(mutant: Mutant): Promise<void> {
  const result = join(folder, `${mutant.name}.json`);
  const env = { ...process.env, MUTANT: mutant.name, MUTANT_RESULT: result };
  const options = { cwd: ROOT, env };
  // It fails: that is what it is for.
  await new Promise<void>((done) => {
    const program = join(ROOT, "node_modules/.bin/vitest");
    execFile(program, ["run", "--config", CONFIG], options, () => done());
  });
  counts.set(mutant.name, JSON.parse(readFileSync(result, "utf8")));
}

beforeAll(async () => {
  const waiting = [...controls, ...mutants];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await judge(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true }));

it.each(controls)("fails nothing with $name", ({ name }) => {
  expect(counts.get(name)?.passed).toBeGreaterThan(0);
  expect(counts.get(name)?.failed).toBe(0);
});

describe("each of these mistakes in src/generation is noticed by its tests", () => {
  it.each(mutants)("$name", ({ name, file, find }) => {
    const source = readFileSync(join(ROOT, "src/generation", file), "utf8");
    expect(source.split(find), `${file} says this once: ${find}`).toHaveLength(2);
    const { passed, failed } = counts.get(name) ?? { passed: 0, failed: 0 };
    expect(failed).toBeGreaterThan(0);
    // Tests that all fail would tell nothing of this mistake.
    expect(passed).toBeGreaterThan(0);
  });
});

import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import type { Reporter, TestModule } from "vitest/node";
import { controls, isPure, type Mutant, mutants } from "./mutants.ts";

const ROOT = resolve(import.meta.dirname, "../../..");

const pathOf = ({ file }: Mutant): string => join(ROOT, "src/generation", file);

/** Only what is loaded is changed, never the file. */
const mutate = (mutant: Mutant) => ({
  name: "mutate",
  enforce: "pre" as const,
  load: (id: string) =>
    id === pathOf(mutant)
      ? readFileSync(id, "utf8").replace(mutant.find, () => mutant.replace)
      : null,
});

/** How many tests passed, and how many failed. */
const reporter: Reporter = {
  onTestRunEnd(modules: readonly TestModule[]) {
    const counts = { passed: 0, failed: 0 };
    for (const { children } of modules) {
      for (const test of children.allTests()) {
        const { state } = test.result();
        if (state === "passed" || state === "failed") counts[state] += 1;
      }
    }
    writeFileSync(process.env["MUTANT_RESULT"] ?? "", JSON.stringify(counts));
  },
};

/** D1 alone: these tests bring objects and queue of their own, and the whole Worker loads slowly. */
const platform = async () =>
  cloudflareTest({
    miniflare: {
      compatibilityDate: "2026-08-01",
      compatibilityFlags: ["nodejs_compat"],
      d1Databases: ["DB"],
      bindings: { TEST_MIGRATIONS: await readD1Migrations(join(ROOT, "migrations")) },
    },
  });

const mutant = [...controls, ...mutants].find(({ name }) => name === process.env["MUTANT"]);
if (!mutant) throw new Error("MUTANT names none");
const needsPlatform = !isPure(mutant);

export default defineConfig({
  root: ROOT,
  plugins: [mutate(mutant), ...(needsPlatform ? [await platform()] : [])],
  test: {
    include: mutant.tests.map((test) => `test/generation/${test}.test.ts`),
    setupFiles: needsPlatform ? ["test/kit/migrate.ts"] : [],
    isolate: false,
    // It goes by the file and would serve what another mutant made of it, to later runs of all tests too.
    fsModuleCache: false,
    testTimeout: 60_000,
    reporters: [reporter],
  },
});

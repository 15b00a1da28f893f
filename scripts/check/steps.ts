import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { quietEnvironment } from "../processes.ts";
import type { Step } from "./run-step.ts";

const BUNDLE = join(tmpdir(), "almanac-bundle");

/**
 * Of the one file that holds all JavaScript: libraries that load when they are needed are in it too,
 * parsed at the start and not run. Fonts are files of their own. The platform takes 3 MiB at least.
 */
const MAX_BUNDLE_KIB = 1_280;

/** What is too big about a bundle, told from its JavaScript. */
export function bundleVerdict(script: Uint8Array): string | undefined {
  const kib = gzipSync(script).byteLength / 1_024;
  if (kib <= MAX_BUNDLE_KIB) return undefined;
  return `The JavaScript has ${kib.toFixed(0)} KiB gzipped; at most ${MAX_BUNDLE_KIB} are wanted`;
}

/** drizzle-kit writes the migration that is missing; one that it had to write was forgotten. */
function migrationVerdict(output: string): string | undefined {
  if (output.includes("No schema changes")) return undefined;
  return "A table changed without a migration. One was written: give it a name and commit it";
}

/** `--env-file` takes every word after it, so the path comes first. */
const TYPES = [
  "src/env.d.ts",
  "--include-runtime=false",
  "--strict-vars=false",
  "--env-file=.dev.vars.example",
];

/** Everything that must hold, the quick ones first. */
export const steps: readonly Step[] = [
  { name: "format", command: ["oxfmt", "--check"] },
  { name: "types", command: ["wrangler", "types", ...TYPES, "--check"] },
  { name: "tsc", command: ["tsc", "--noEmit"] },
  { name: "tsc tools", command: ["tsc", "--noEmit", "--project", "scripts/tsconfig.json"] },
  { name: "lint", command: ["oxlint", "--type-aware"] },
  { name: "knip", command: ["knip", "--no-progress"] },
  {
    name: "migrations",
    command: ["drizzle-kit", "generate", "--name", "not-committed"],
    verdict: migrationVerdict,
  },
  {
    name: "bundle",
    command: ["wrangler", "deploy", "--dry-run", "--outdir", BUNDLE],
    verdict: () => bundleVerdict(readFileSync(join(BUNDLE, "worker.js"))),
    note: /gzip: /,
  },
  { name: "tests", command: ["vitest", "run"], note: /^\s*(Test Files|Tests|Duration)\s/ },
];

/** Only the tests, with arguments of one's own and their output as it comes. */
export function vitest(root: string, args: readonly string[]): number {
  const options = { cwd: root, env: quietEnvironment, stdio: "inherit" } as const;
  return spawnSync("vitest", ["run", ...args], options).status ?? 1;
}

import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quietEnvironment } from "../processes.ts";
import type { Step } from "./run-step.ts";

// Fonts and lazily imported libraries are in it too: uploaded, but run only when they are used.
const MAX_BUNDLE_KIB = 1_536;

/** What is too big about a bundle, told from what wrangler prints about it. */
export function bundleVerdict(output: string): string | undefined {
  const [, size] = /gzip: ([\d.]+) KiB/.exec(output) ?? [];
  if (size === undefined) return "wrangler no longer tells the gzipped size: look at the output";
  if (Number(size) <= MAX_BUNDLE_KIB) return undefined;
  return `The bundle has ${size} KiB gzipped; at most ${MAX_BUNDLE_KIB} are wanted`;
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
    command: ["wrangler", "deploy", "--dry-run", "--outdir", join(tmpdir(), "almanac-bundle")],
    verdict: bundleVerdict,
    note: /gzip: /,
  },
  { name: "tests", command: ["vitest", "run"], note: /^\s*(Test Files|Tests|Duration)\s/ },
];

/** Only the tests, with arguments of one's own and their output as it comes. */
export function vitest(root: string, args: readonly string[]): number {
  const options = { cwd: root, env: quietEnvironment, stdio: "inherit" } as const;
  return spawnSync("vitest", ["run", ...args], options).status ?? 1;
}

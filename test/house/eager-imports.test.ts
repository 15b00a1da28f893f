import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");

/** Packages that the Worker evaluates before its first request. Add one only if it is light. */
const EAGER = [
  "@hono/standard-validator",
  "@hono/zod-validator",
  "@standard-community/standard-json",
  "@standard-community/standard-openapi",
  "canonicalize",
  "csv-stringify",
  "drizzle-orm",
  "hono",
  "hono-openapi",
  "quansync",
  "zod",
];

interface Metafile {
  inputs: Record<string, { imports: { path: string; kind: string; external?: boolean }[] }>;
}

const folder = mkdtempSync(join(tmpdir(), "almanac-bundle-"));
afterAll(() => rmSync(folder, { recursive: true }));

function bundle(): Metafile {
  const wrangler = join(ROOT, "node_modules/.bin/wrangler");
  const metafile = join(folder, "meta.json");
  const args = ["deploy", "--dry-run", "--outdir", folder, "--metafile", metafile];
  execFileSync(wrangler, args, { cwd: ROOT, stdio: "pipe" });
  return JSON.parse(readFileSync(metafile, "utf8")) as Metafile;
}

/** What is reached from the entry without a dynamic import. */
function eagerFiles({ inputs }: Metafile, entry: string): Set<string> {
  const reached = new Set<string>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    const imports = inputs[file]?.imports ?? [];
    open.push(...imports.filter(({ kind }) => kind === "import-statement").map(({ path }) => path));
  }
  return reached;
}

const packageOf = (file: string): string | undefined =>
  /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(file)?.[1];

it("starts with nothing heavy", () => {
  const metafile = bundle();
  const entry = Object.keys(metafile.inputs).find((file) => file.endsWith("src/worker.ts")) ?? "";
  const packages = [...eagerFiles(metafile, entry)].map((file) => packageOf(file));
  const found = new Set(packages.filter((name) => name !== undefined));
  expect([...found].toSorted((a, b) => a.localeCompare(b))).toEqual(EAGER);
});

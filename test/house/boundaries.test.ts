import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");

/** A file, one import that its place or role forbids, and what the linter has to say. */
const PLANTED: [file: string, source: string, message: string][] = [
  ["src/shared/a.ts", 'import "#http";', "only rooms to its left"],
  ["src/http/a.ts", 'import "#tenancy";', "only rooms to its left"],
  ["src/tenancy/a.ts", 'import "#sources";', "only rooms to its left"],
  ["src/sources/a.ts", 'import "#honey-jars";', "only rooms to its left"],
  ["src/sources/datasets/a.ts", 'import "#dashboards";', "only rooms to its left"],
  ["src/honey-jars/a.ts", 'import "#generation";', "only rooms to its left"],
  ["src/generation/a.ts", 'import "#monitoring";', "only rooms to its left"],
  ["src/monitoring/a.ts", 'import "#dashboards";', "only rooms to its left"],
  ["src/monitoring/report-types/churn/a.ts", 'import "#documents";', "only rooms to its left"],
  ["src/dashboards/a.ts", 'import "#documents";', "only rooms to its left"],
  ["src/documents/a.ts", 'import "#console";', "only rooms to its left"],
  ["src/console/a.ts", 'import "#platform";', "only rooms to its left"],
  ["src/tenancy/own-face.ts", 'import "#tenancy";', "only rooms to its left"],
  ["src/dashboards/inner.ts", 'import "#sources/registry.ts";', "by its face"],
  ["src/tenancy/root.ts", 'import "../app.ts";', "stays inside its room"],
  ["src/tenancy/beside.ts", 'import "../http/errors.ts";', "stays inside its room"],
  ["src/sources/datasets/out.ts", 'import "../../composition.ts";', "stays inside its room"],
  ["src/app.ts", 'import "#platform";', "Only composition.ts"],
  ["src/jobs.ts", 'import "./sources/registry.ts";', "by its face"],
  ["src/composition.ts", 'import "./platform/kratos.ts";', "by its face"],
  [
    "src/monitoring/report-types/churn/parts/a.ts",
    'import "#documents";',
    "only rooms to its left",
  ],
  ["src/tenancy/a.repository.ts", 'import "hono";', "know the database only"],
  ["src/tenancy/a.query.ts", 'import "cloudflare:workers";', "know the database only"],
  ["src/tenancy/b.schemas.ts", 'import "@hono/zod-validator";', "zod only"],
  ["src/tenancy/a.routes.ts", 'import "drizzle-orm";', "Routes hold no SQL"],
  ["src/tenancy/a.middleware.ts", 'import "drizzle-orm/d1";', "Routes hold no SQL"],
  ["src/tenancy/a.schemas.ts", 'import "hono";', "zod only"],
  ["src/tenancy/a.usecases.ts", 'import "hono";', "Use cases see ports"],
  ["src/tenancy/b.usecases.ts", 'import "drizzle-orm";', "Use cases see ports"],
  ["src/tenancy/c.usecases.ts", 'import "cloudflare:workers";', "Use cases see ports"],
  ["src/tenancy/right.usecases.ts", 'import "#sources";', "only rooms to its left"],
  ["src/generation/a.machine.ts", 'import "cloudflare:workers";', "A machine is pure"],
  ["src/tenancy/now.ts", "export const now = Date.now();", "Time comes from the Clock"],
  ["src/tenancy/any.ts", "export const a: any = 1;", "any"],
  ["src/tenancy/bang.ts", "export const f = (a?: { b: 1 }) => a!.b;", "non-null"],
  ["src/tenancy/default.ts", "export default 1;", "default"],
  [
    "src/tenancy/floating.ts",
    "const later = async () => 1;\nexport const f = () => {\n  later();\n};",
    "Promises must be awaited",
  ],
];

const ALLOWED: [file: string, source: string][] = [
  ["src/worker.ts", 'export * from "#sources";'],
  ["src/schema.ts", 'export * from "./tenancy/tenancy.table.ts";'],
  ["src/dashboards/ok.ts", 'export * from "#sources";'],
  ["src/sources/datasets/ok.ts", 'export * from "../dataset.ts";'],
  ["src/tenancy/ok.repository.ts", 'export * from "drizzle-orm";'],
  ["src/tenancy/ok.routes.ts", 'export * from "hono";'],
  ["src/shared/clock.ts", "export const now = Date.now();"],
];

interface Diagnostic {
  message: string;
  code: string;
  help?: string;
  filename: string;
}

const folder = mkdtempSync(join(tmpdir(), "almanac-boundaries-"));
let diagnostics: Diagnostic[] = [];

function lint(): Diagnostic[] {
  const oxlint = join(ROOT, "node_modules/.bin/oxlint");
  try {
    execFileSync(oxlint, ["--type-aware", "--format", "json"], { cwd: folder, encoding: "utf8" });
  } catch (error) {
    const { stdout } = error as { stdout: string };
    return (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics;
  }
  return [];
}

beforeAll(() => {
  for (const name of ["oxlint.config.ts", "tsconfig.json", "package.json"]) {
    cpSync(join(ROOT, name), join(folder, name));
  }
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  for (const [file, source] of [...PLANTED, ...ALLOWED]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${source}\n`);
  }
  diagnostics = lint();
});

afterAll(() => rmSync(folder, { recursive: true }));

const saidOf = (file: string): string =>
  diagnostics
    .filter((diagnostic) => diagnostic.filename === file)
    .map(({ code, message, help = "" }) => `${code} ${message} ${help}`)
    .join("\n");

describe("the linter catches", () => {
  it.each(PLANTED)("%s: %s", (file, _source, message) => {
    expect(saidOf(file)).toContain(message);
  });
});

describe("the linter allows", () => {
  it.each(ALLOWED)("%s: %s", (file) => {
    expect(saidOf(file)).toBe("");
  });
});

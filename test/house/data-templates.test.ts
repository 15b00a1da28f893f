import { globSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { expect, it } from "vitest";

const FOLDER = resolve(import.meta.dirname, "../../src/documents/templates");

it("registers every data template there is a file of", () => {
  const files = globSync("**/*.template.ts", { cwd: FOLDER }).map((file) => basename(file));
  const registry = readFileSync(resolve(FOLDER, "registry.ts"), "utf8");
  const list = registry.slice(registry.indexOf("readonly DataTemplate[] = ["));
  const imported = [...registry.matchAll(/import \{ (\w+) \} from ".*\/(.+\.template\.ts)"/g)];
  expect(imported.map(([, , file]) => file).toSorted()).toEqual(files.toSorted());
  for (const [, name = ""] of imported) expect(list).toMatch(new RegExp(`^ {2}${name},$`, "m"));
});

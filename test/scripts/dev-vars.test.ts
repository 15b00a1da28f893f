import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ensureVars, mergeVars, readVars } from "../../scripts/start/dev-vars.ts";

const EXAMPLE = "# Why\nADMIN_TOKEN=change-me\nKEY_PEPPER=change-me\nLANGUAGE=en\n";

describe("the values in .dev.vars", () => {
  it("come from the example, secrets made anew", () => {
    let number = 0;
    const made = mergeVars(EXAMPLE, undefined, () => `secret-${(number += 1)}`);
    expect(made).toBe("# Why\nADMIN_TOKEN=secret-1\nKEY_PEPPER=secret-2\nLANGUAGE=en\n");
  });

  it("are long and never the same twice", () => {
    const [first, second] = [1, 2].map(() => readVars(mergeVars(EXAMPLE, undefined)));
    expect(first?.get("KEY_PEPPER")).toMatch(/^[\w-]{43}$/);
    expect(first?.get("KEY_PEPPER")).not.toBe(second?.get("KEY_PEPPER"));
    expect(first?.get("KEY_PEPPER")).not.toBe(first?.get("ADMIN_TOKEN"));
  });

  it("stay as they are when all names are there, placeholders too", () => {
    const mine = "KEY_PEPPER=mine\nADMIN_TOKEN=change-me\nLANGUAGE=\n#end";
    expect(mergeVars(EXAMPLE, mine)).toBe(mine);
  });

  it("get the names that were introduced since, behind what is there", () => {
    const merged = mergeVars(EXAMPLE, "KEY_PEPPER='mine'\nMORE=1", () => "fresh");
    expect(merged).toBe("KEY_PEPPER='mine'\nMORE=1\nADMIN_TOKEN=fresh\nLANGUAGE=en\n");
    expect(readVars(merged).get("KEY_PEPPER")).toBe("mine");
  });
});

describe("the file", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "almanac-vars-"));
    writeFileSync(join(folder, "example"), EXAMPLE);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is made once, for its owner only", () => {
    const file = join(folder, "vars");
    const first = ensureVars(join(folder, "example"), file);
    const text = readFileSync(file, "utf8");
    expect(ensureVars(join(folder, "example"), file)).toEqual(first);
    expect(readFileSync(file, "utf8")).toBe(text);
  });
});

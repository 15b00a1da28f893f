import fc from "fast-check";
import { expect, it } from "vitest";
import { isApiKey, newApiKey } from "../../src/tenancy/api-key-format.ts";

it("makes keys of the documented form that pass their own check", () => {
  const keys = Array.from({ length: 200 }, newApiKey);
  for (const key of keys) {
    expect(key).toMatch(/^alm_[0-9A-Za-z]{49}$/);
    expect(isApiKey(key)).toBe(true);
  }
  expect(new Set(keys).size).toBe(200);
});

it("refuses every key with one character changed", () => {
  const key = newApiKey();
  fc.assert(
    fc.property(fc.nat(key.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, letter) => {
      const typo = key.slice(0, at) + letter + key.slice(at + 1);
      expect(isApiKey(typo)).toBe(typo === key);
    }),
  );
});

it.each(["", "alm_", `alm_${"0".repeat(49)}`, `sk_${"0".repeat(50)}`, ` ${newApiKey()}`])(
  "refuses %j",
  (text) => {
    expect(isApiKey(text)).toBe(false);
  },
);

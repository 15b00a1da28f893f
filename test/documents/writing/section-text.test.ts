import { expect, it } from "vitest";
import { withoutOverlap } from "../../../src/documents/writing/model/section-text.ts";

it.each([
  ["one two ", "two three", "three"],
  ["one two", "three", "three"],
  ["abc", "abc", ""],
  ["the data ", "a plan", "a plan"],
  ["It is a plan.", ". And", ". And"],
  ["", "abc", "abc"],
])("joins %s and %s without saying anything twice", (before, next, added) => {
  expect(withoutOverlap(before, next)).toBe(added);
});

import { expect, it } from "vitest";
import { languageOf } from "../../../src/monitoring/errors/language.ts";

it.each([
  [null, "en"],
  ["", "en"],
  ["es", "es"],
  ["ES", "es"],
  ["es-MX", "es"],
  ["esp", "en"],
  ["de", "en"],
  ["*", "en"],
  ["*, es", "en"],
  ["de, *;q=0.5, es;q=0.4", "en"],
  ["de, es-MX;q=0.8, en;q=0.5", "es"],
  ["en;q=0.5, es;q=0.8", "es"],
  ["en;q=0.5, es;q=0.5", "en"],
  ["es;q=0.5, en;q=0.5", "es"],
  ["es;q=0, de", "en"],
  ["es;q=0.0", "en"],
  ["en;q=1.5, es;q=0.1", "es"],
  ["en;q=x, es;q=0.1", "es"],
  ["en;level=1, es;q=0.1", "es"],
  ["en-, es;q=0.1", "es"],
  [" es ; q=0.2 ,en; q=0.1", "es"],
  ["en;q=0.2;q=0.9, es;q=0.1", "es"],
  [",,es", "es"],
])("%j → %s", (header, language) => {
  expect(languageOf(header)).toBe(language);
});

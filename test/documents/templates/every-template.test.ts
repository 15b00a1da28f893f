import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { readChart } from "../../../src/documents/formats/charts/chart.ts";
import { tableScans } from "../../kit/query-plans.ts";
import { fill, openOffice, type TemplateName, TEMPLATES, write } from "./kit.ts";

const NAMES = Object.keys(TEMPLATES) as TemplateName[];
const needsAcademy = (name: TemplateName) =>
  name === "Churn Risk Briefing" || name === "Acquisition Funnel" ? { academy_id: 1 } : {};

describe("over a tenant without data", () => {
  it.each(NAMES)("%s says that there is no data", async (name) => {
    const office = await openOffice();
    const text = await write(office, name, needsAcademy(name));
    expect(text).toMatch(/^## About this document\n/);
    expect(text).toContain("No data for this period.");
    expect(text).not.toMatch(/undefined|NaN|null|\[object/);
  });
});

it("puts facts after what it says of itself, then sections whose charts have their table", async () => {
  const office = await openOffice();
  await fill(office, 3);
  for (const name of NAMES) {
    const text = await write(office, name, needsAcademy(name));
    const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings.slice(0, 2)).toEqual(["About this document", "Key Facts"]);
    expect(new Set(headings).size).toBe(headings.length);
    expect(text).toContain("**Data as of:** 2026-01-20 12:00:00 UTC");
    expect(text).not.toMatch(/undefined|NaN|null|\[object/);
    const facts =
      text
        .split("## ")[2]
        ?.split("\n")
        .filter((line) => line.startsWith("- ")) ?? [];
    expect(facts.length).toBeGreaterThan(1);
    for (const fact of facts) expect(fact).toMatch(/^- [\p{Lu}\d].*\.$/u);
    for (const [whole, chart = "", after = ""] of text.matchAll(
      /^```chart\n(.*)\n```\n\n(.*)$/gm,
    )) {
      expect(readChart(chart), whole).toBeDefined();
      expect(after).toMatch(/^(\||```chart)/);
    }
  }
}, 60_000);

it("reads through indexes", async () => {
  const office = await openOffice();
  const { server } = office.world;
  await fill(office, 1);
  server.calls.length = 0;
  for (const name of NAMES) {
    if (name === "Performance Dashboard") continue; // its statements have tests of their own
    await write(office, name, needsAcademy(name));
  }
  const computed = ["timed", "f", "report", "there"];
  expect(await tableScans(env.DB, server.calls, computed)).toEqual([]);
}, 60_000);

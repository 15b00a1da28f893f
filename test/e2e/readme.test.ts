import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HANDBOOK } from "../../scripts/demo/handbook.ts";
import { bare, takeApart } from "./quotations.ts";
import { type RunningStart, runStart } from "./running-start.ts";

let started: RunningStart;
beforeAll(async () => {
  started = await runStart();
});
afterAll(() => started.end());

/** The shell lines under a heading of the README. */
function linesUnder(heading: string): string {
  const [, section = ""] = readFileSync("README.md", "utf8").split(`\n## ${heading}\n`);
  const [, lines = ""] = /```sh\n(.*?)```/s.exec(section) ?? [];
  return lines;
}

/** Pastes them, with a mark before each line that prints. */
function paste(lines: string, env: Record<string, string>): string {
  const options = { encoding: "utf8", env: { ...process.env, ...env }, timeout: 120_000 } as const;
  return execFileSync("bash", ["-e", "-c", lines.replaceAll(/^ask /gm, "echo; ask ")], options);
}

describe("the README's lines, as they are pasted over the demo", () => {
  it("generate report rows, follow the stream to DONE, and read what came of it", () => {
    const env = { URL: started.url, KEY: started.keys.editor };
    const printed = paste(linesUnder("Report rows"), env).trim().split("\n");
    const data = printed.filter((line) => line.startsWith("data: "));
    expect(data.at(-1)).toBe('data: {"status":"DONE"}');
    const [critical, summary, row] = printed.slice(-3).map((line) => JSON.parse(line));
    expect(critical.length).toBeGreaterThan(0);
    expect(new Set(critical.map((one: { risk_level: string }) => one.risk_level))).toEqual(
      new Set(["CRITICAL"]),
    );
    expect(summary.risk_levels.CRITICAL).toBe(critical.length);
    expect(row.details.algorithm).toBe("churn/1");
  });

  it("read dashboards, one by one and several at once", () => {
    const env = { URL: started.url, KEY: started.keys.viewer };
    const lines = linesUnder("Dashboards").replaceAll(/^(read_data |curl )/gm, "echo; echo; $1");
    const [summary, offers, csv, batch] = paste(lines, env).trim().split(/\n\n+/);
    expect(JSON.parse(summary ?? "").activeOffers).toBeGreaterThan(0);
    expect(JSON.parse(offers ?? "").data[0]).toHaveProperty("delta.impressions.pct");
    expect(csv?.split("\r\n")[0]).toBe("date,name,impressions,conversions");
    const results: { ok: boolean }[] = JSON.parse(batch ?? "").results;
    expect(results.map(({ ok }) => ok)).toEqual([true, true]);
  });

  it("ask for a report, wait for it, and download it as PDF and markdown", () => {
    const file = join(started.folder, "report.pdf");
    const lines = linesUnder("Documents").replace("-o report.pdf", `-o ${file}`);
    const markdown = paste(lines, { URL: started.url, KEY: started.keys.editor });
    expect(readFileSync(file).subarray(0, 5).toString()).toBe("%PDF-");
    for (const heading of [
      "About this document",
      "Executive Summary",
      "Recommendations",
      "Sources",
    ])
      expect(markdown).toContain(`## ${heading}\n`);
    const { quotations, sources, remainder } = takeApart(markdown);
    expect([quotations.length > 10, sources.size > 3, remainder]).toEqual([true, true, ""]);
    const pages = HANDBOOK.map(({ content }) => bare(content));
    for (const { sentence } of quotations)
      expect(pages.some((page) => page.includes(bare(sentence)))).toBe(true);
  });
});

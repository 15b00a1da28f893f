import { describe, expect, it } from "vitest";
import { newKey } from "../../kit/server.ts";
import { json, post, type World } from "../world.ts";
import { openOffice, TEMPLATES } from "./kit.ts";

describe("parameters", () => {
  const errorOf = async (world: World, key: string, template_id: string, parameters: object) =>
    (await json(await post(world, key, { template_id, title: "x", parameters }))).error;

  it.each([
    ["System Health", { days: 91 }, "Invalid parameters.days: must be a whole number from 1 to 90"],
    [
      "System Health",
      { days: 1.5 },
      "Invalid parameters.days: must be a whole number from 1 to 90",
    ],
    ["System Health", { days: "7" }, "Invalid parameters.days: 7"],
    [
      "Security Audit",
      { days: 0 },
      "Invalid parameters.days: must be a whole number from 1 to 365",
    ],
    [
      "Knowledge Base Analytics",
      { weeks: 53 },
      "Invalid parameters.weeks: must be a whole number from 1 to 52",
    ],
    [
      "PII Compliance",
      { days: 366 },
      "Invalid parameters.days: must be a whole number from 1 to 365",
    ],
    ["Churn Risk Briefing", {}, "Invalid parameters.academy_id: is required"],
    [
      "Churn Risk Briefing",
      { academy_id: 1, top: 4 },
      "Invalid parameters.top: must be a whole number from 5 to 100",
    ],
    [
      "Churn Risk Briefing",
      { academy_id: 1, date: "2026-02-30" },
      "Invalid parameters.date: 2026-02-30",
    ],
    [
      "Acquisition Funnel",
      { academy_id: 1, date_start: "2026-01-02", date_end: "2026-01-01" },
      "Invalid parameters.date_end: must not be before date_start",
    ],
    [
      "Acquisition Funnel",
      { academy_id: 1, date_start: "2025-01-01", date_end: "2026-01-02" },
      "Invalid parameters.date_end: must be within 366 days of date_start",
    ],
    [
      "Performance Dashboard",
      { days: 366 },
      "Invalid parameters.days: must be a whole number from 1 to 365",
    ],
  ] as const)("of %s %j are refused", async (name, parameters, error) => {
    const { world, key } = await openOffice();
    expect(await errorOf(world, key, TEMPLATES[name], parameters)).toBe(error);
  });

  it("of an academy need its capability", async () => {
    const { world, adminKey } = await openOffice();
    const capabilities = [{ academy_id: 1, capabilities: ["read_monitoring_report"] }];
    const { key } = await newKey(world.server, adminKey, { role: "viewer", capabilities });
    for (const name of ["Churn Risk Briefing", "Acquisition Funnel"] as const) {
      expect(await errorOf(world, key, TEMPLATES[name], { academy_id: 2 })).toBe(
        "Insufficient permissions",
      );
      expect(await errorOf(world, key, TEMPLATES[name], { academy_id: 1 })).toBeUndefined();
    }
  });
});

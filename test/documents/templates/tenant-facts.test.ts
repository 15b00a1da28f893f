import { expect, it } from "vitest";
import { tenantFacts } from "#documents";
import { NOON } from "../world.ts";
import { fill, openOffice } from "./kit.ts";

it("facts of the templates that everybody may use can be asked for, with defaults", async () => {
  const office = await openOffice();
  await fill(office, 2);
  const clock = { now: () => NOON };
  const facts = tenantFacts({ db: office.world.deps.db, clock, phoneRegion: "US" });
  const assignment = { tenantId: office.tenantId, asOf: NOON };
  const titles = async (context: object) =>
    (await facts({ ...assignment, parameters: { context } })).map(({ title }) => title);
  expect(await titles({})).toEqual([
    "System Health",
    "Knowledge Base Analytics",
    "Performance Dashboard",
  ]);
  expect(await titles({ academy_id: 1 })).toEqual([
    "System Health",
    "Knowledge Base Analytics",
    "Churn Risk Briefing",
    "Acquisition Funnel",
    "Performance Dashboard",
  ]);
}, 30_000);

import { expect, it } from "vitest";
import { at, DAY, newStage } from "./kit.ts";

const noon = at(DAY, 0);
const form = (id: number, record: object) => ({ id, academy_id: 1, created_at: noon, ...record });

it("moves a row with its source and drops it where the source no longer qualifies", async () => {
  const own = await newStage();
  const generate = async (academyId: number, date: string) =>
    (await own.generate("acquisition", { academyId, date })).generatedRows;
  const places = async () => {
    const all = await own.rows<Record<string, unknown>>("acquisition_reports");
    return all.map((row) => [row["source_type"], row["academy_id"], row["report_date"]].join(" "));
  };
  await own.put("form_entries", [form(1, { deal_status: "WON", won_at: noon })]);
  await generate(1, DAY);
  const [first] = await own.rows<{ id: number; created_at: number }>("acquisition_reports");
  await own.put("form_entries", [
    form(1, { academy_id: 2, deal_status: "WON", won_at: at(DAY, 1) }),
  ]);
  expect(await generate(2, DAY)).toBe(1);
  expect((await places()).toSorted()).toEqual([`FORM_ENTRY 2 ${DAY}`, `FORM_ENTRY_WON 1 ${DAY}`]);
  const moved = await own.rows<{ id: number; created_at: number }>("acquisition_reports");
  expect(moved.find(({ id }) => id === first?.id)?.created_at).toBe(first?.created_at);
  expect(await generate(1, DAY)).toBe(0);
  expect(await places()).toEqual([`FORM_ENTRY 2 ${DAY}`]);
});

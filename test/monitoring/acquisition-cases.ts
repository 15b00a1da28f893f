import { beforeAll, describe, expect, it } from "vitest";
import { DAY, newStage } from "./kit.ts";

/** What it is about, the source record, and by source type the columns that matter. */
export type Case = [about: string, record: object, wants: Record<string, object>];

export const utm = { utm_source: "google", utm_medium: "cpc", utm_campaign: "spring" };

type Row = Record<"source_type" | "details", string> & { source_id: number };

/** Generates a day of academy 1 out of the records of all cases and looks at the rows of each. */
export function describeCases(dataset: string, cases: readonly Case[], undated = 0): void {
  describe(`a record of ${dataset}`, () => {
    let rows: Row[] = [];

    beforeAll(async () => {
      const stage = await newStage();
      await stage.put("academy_aliases", [{ slug: "miami", academy_id: 1 }]);
      await stage.put("events", [
        { id: 1, academy_id: 1, slug: "open-day", asset_slug: "asset" },
        { id: 2, academy_id: 2 },
      ]);
      await stage.put(
        dataset,
        cases.map(([, record]) => record),
      );
      const day = await stage.generate("acquisition");
      rows = await stage.rows("acquisition_reports");
      const warning = { code: "won-without-won-at", date: DAY, count: undated };
      expect(day).toEqual({ generatedRows: rows.length, warnings: undated > 0 ? [warning] : [] });
    });

    it.each(cases)("%s", (_about, record, wants) => {
      const own = rows
        .filter(({ source_id }) => "id" in record && source_id === record.id)
        .toSorted((a, b) => (a.source_type < b.source_type ? -1 : 1));
      expect(own.map(({ source_type }) => source_type)).toEqual(Object.keys(wants).toSorted());
      for (const { details, ...row } of own) {
        const shown = { ...row, details: JSON.parse(details) as unknown };
        expect(shown).toMatchObject(wants[row.source_type] ?? {});
      }
    });
  });
}

import { expect, it } from "vitest";
import { json } from "../../kit/server.ts";
import { createRandom } from "../lists/random-rows.ts";
import { generate, newReporters } from "../reports-kit.ts";

const DAYS = ["2026-04-10", "2026-04-11", "2026-04-12"];

it("counts the rows that are there, also after some moved to other days and academies", async () => {
  const reporters = await newReporters();
  const { ask, put } = reporters;
  const random = createRandom(5);
  for (let round = 0; round < 6; round++) {
    const entries = Array.from({ length: 12 }, (_, id) => ({
      id,
      academy_id: 1 + random(2),
      created_at: `${DAYS[random(3)]}T10:00:00Z`,
    }));
    await put("form_entries", entries);
    // Not every day is generated each time: what moved away stays missed, what stayed is still there.
    for (let day = 0; day < 3; day++) {
      const run = { academyId: 1 + random(2), date: DAYS[random(3)] ?? "" };
      await generate(reporters, "acquisition", run);
    }
    for (const academy of ["1", "2", "1,2"]) {
      for (const query of ["date_start=2026-04-01", "date=2026-04-11", "date_end=2026-04-11", ""]) {
        const response = await ask(`/acquisition?limit=1000&${query}`, { academy });
        const rows = await json(response);
        expect(response.headers.get("X-Total-Count"), query).toBe(String(rows.length));
      }
    }
  }
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planGeneration } from "../../../src/monitoring/jobs/generation-plan.ts";

const TODAY = "2026-04-14";
const plan = (body: Record<string, unknown>, applied = [1, 2]) =>
  planGeneration(body, TODAY, applied);
const kindOf = (body: Record<string, unknown>) => plan(body).kind;

describe("the days", () => {
  it.each([
    [{ date: "2026-04-13" }, "2026-04-13", "2026-04-13"],
    [{ date: "2027-01-01" }, "2027-01-01", "2027-01-01"],
    [{ date: "1000-01-01" }, "1000-01-01", "1000-01-01"],
    [{ date: "2024-02-29" }, "2024-02-29", "2024-02-29"],
    [{ date_start: "2026-01-01", date_end: "2026-03-31" }, "2026-01-01", "2026-03-31"],
    [{ date_start: "2026-04-13", date_end: "2026-04-13" }, "2026-04-13", "2026-04-13"],
    [{ days_back: 1 }, "2026-04-13", "2026-04-13"],
    [{ days_back: 7 }, "2026-04-07", "2026-04-13"],
    [{ days_back: "007" }, "2026-04-07", "2026-04-13"],
    [{ days_back: 90 }, "2026-01-14", "2026-04-13"],
  ])("%j is %s to %s", (body, dateStart, dateEnd) => {
    expect(plan(body)).toEqual({ kind: "plan", force: false, sentDates: body, dateStart, dateEnd });
  });
  it("keeps the date keys as they were sent, and no others", () => {
    const body = { days_back: "7", force: "no", academy: 2, zeta: [], __proto__: null };
    expect(plan(body)).toMatchObject({ kind: "plan", sentDates: { days_back: "7" } });
    expect(plan(body)).not.toHaveProperty("sentDates.academy");
  });
  it.each([
    [{}, "invalid-date-combination"],
    [{ force: true, academy: 9 }, "invalid-date-combination"],
    [{ date: "2026-04-13", date_end: "2026-04-13" }, "invalid-date-combination"],
    [{ date: "2026-04-13", days_back: 91 }, "invalid-date-combination"],
    [{ date_start: "2026-04-13", days_back: 1 }, "invalid-date-combination"],
    [{ date_start: "2026-04-13" }, "invalid-date-range"],
    [{ date_end: "2026-04-13", academy: 9 }, "invalid-date-range"],
    [{ date_start: "2026-04-13", date_end: "2026-01-01" }, "invalid-date-range-order"],
    [{ date_start: "2026-01-01", date_end: "2026-04-01" }, "date-range-too-large"],
    [{ date_start: "1000-01-01", date_end: "9999-12-31", academy: 9 }, "date-range-too-large"],
    [{ days_back: 91 }, "date-range-too-large"],
    [{ days_back: 1e300 }, "date-range-too-large"],
    [{ days_back: "9".repeat(400) }, "date-range-too-large"],
    [{ days_back: 1, academy: 9 }, "academy-filter-mismatch"],
  ])("%j is refused: %s", (body, kind) => {
    expect(kindOf(body)).toBe(kind);
  });
});

describe("the academy of the body", () => {
  it("must be one of those applied, and never narrows", () => {
    expect(kindOf({ days_back: 1, academy: 2 })).toBe("plan");
    expect(plan({ days_back: 1, academy: 2 }, [1]).kind).toBe("academy-filter-mismatch");
  });
});

describe("the types of the fields", () => {
  it("are told all at once, before anything else", () => {
    const body = { date: "2026-02-30", days_back: 0, force: null };
    const problems = { date: ["date"], days_back: ["minimum"], force: ["null"] };
    expect(plan(body)).toEqual({ kind: "invalid-body", problems });
  });
  it.each([true, 1, "true", "T", "YES", "y", "On", "1"])("force %j is true", (force) => {
    expect(plan({ days_back: 1, force })).toMatchObject({ force: true });
  });
  it.each([false, 0, "false", "F", "NO", "n", "Off", "0"])("force %j is false", (force) => {
    expect(plan({ days_back: 1, force })).toMatchObject({ force: false });
  });
  it.each([
    ["date", "2026-4-13", "date"],
    ["date", "0999-12-31", "date"],
    ["date", "2026-04-13T00:00:00Z", "date"],
    ["date", "2026-04-13\n", "date"],
    ["date", "2025-02-29", "date"],
    ["date", "2026-00-10", "date"],
    ["date", "", "date"],
    ["date", 20_260_413, "date"],
    ["date_start", ["2026-04-13"], "date"],
    ["date_end", {}, "date"],
    ["date_end", null, "null"],
    ["days_back", "x", "integer"],
    ["days_back", "", "integer"],
    ["days_back", 1.5, "integer"],
    ["days_back", "1e1", "integer"],
    ["days_back", true, "integer"],
    ["days_back", [7], "integer"],
    ["days_back", "-3", "minimum"],
    ["days_back", null, "null"],
    ["force", 2, "boolean"],
    ["force", "", "boolean"],
    ["force", "yep", "boolean"],
    ["force", [true], "boolean"],
    ["academy", "1", "integer"],
    ["academy", 1.5, "integer"],
    ["academy", null, "null"],
  ])("%s %j: %s", (field, value, problem) => {
    expect(plan({ [field]: value })).toEqual({
      kind: "invalid-body",
      problems: { [field]: [problem] },
    });
  });
});

it("answers for every object, and plans 1 to 90 days only", () => {
  const field = fc.constantFrom("date", "date_start", "date_end", "days_back", "force", "academy");
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom("2026-04-01", "2026-04-20", 1, 2, "30"));
  fc.assert(
    fc.property(fc.dictionary(field, value), (body) => {
      const answer = plan(body);
      if (answer.kind !== "plan") return;
      const days = (Date.parse(answer.dateEnd) - Date.parse(answer.dateStart)) / 86_400_000 + 1;
      expect(days >= 1 && days <= 90 && Number.isInteger(days)).toBe(true);
    }),
  );
});

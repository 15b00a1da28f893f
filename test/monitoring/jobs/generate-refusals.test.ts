import { beforeEach, describe, expect, it } from "vitest";
import { openOffice } from "./kit.ts";

let office: Awaited<ReturnType<typeof openOffice>>;
beforeEach(async () => {
  office = await openOffice();
});

const post = (body: unknown, headers: Record<string, string> = {}) =>
  office.call("/churn/generate", { body, headers });

describe("what is refused", () => {
  it("tells all bad fields at once, in the caller's language", async () => {
    const body = { date: "2026-02-30", days_back: 0, force: null };
    expect((await post(body)).body).toEqual({
      detail: "Some fields are not valid.",
      slug: "invalid-body",
      status_code: 400,
      date: ["Use a real date, YYYY-MM-DD."],
      days_back: ["Must be 1 or more."],
      force: ["May not be null."],
    });
    const spanish = await post(body, { "Accept-Language": "es-MX" });
    expect(spanish.body).toMatchObject({
      detail: "Algunos campos no son válidos.",
      days_back: ["Debe ser 1 o más."],
    });
  });
  it.each([
    [{}, "invalid-date-combination"],
    [{ date: "2026-04-13", date_end: "2026-04-13" }, "invalid-date-combination"],
    [{ date_start: "2026-04-13" }, "invalid-date-range"],
    [{ date_start: "2026-04-13", date_end: "2026-04-12" }, "invalid-date-range-order"],
    [{ date_start: "2026-01-01", date_end: "2026-04-01" }, "date-range-too-large"],
    [{ days_back: 91 }, "date-range-too-large"],
    [{ days_back: 1, academy: 2 }, "academy-filter-mismatch"],
    ["[]", "invalid-body"],
    ["{", "invalid-json"],
    ["", "invalid-date-combination"],
  ])("%j: %s", async (body, slug) => {
    expect(await office.refused("/churn/generate", { body })).toBe(slug);
  });
  it("takes ninety days, and tells how many are too many", async () => {
    const whole = await post({ date_start: "2026-01-01", date_end: "2026-03-31" });
    expect(whole.status).toBe(202);
    const { body } = await post({ days_back: "91" });
    expect(body.detail).toBe("At most 90 days.");
  });
  it("checks in the order of the contract", async () => {
    const wrong = { body: "{", headers: { "Content-Type": "text/plain" } };
    const order = [
      office.refused("/churn/generate/x", { body: "{" }),
      office.refused("/nope/generate", { ...wrong, academy: null }),
      office.refused("/nope/generate", { ...wrong, academy: "1,x" }),
      office.refused("/nope/generate", { ...wrong, academy: "3" }),
      office.refused("/nope/generate", wrong),
      office.refused("/churn/generate", { ...wrong, body: `"${"x".repeat(65_536)}"` }),
      office.refused("/churn/generate", { body: `"${"x".repeat(65_536)}` }),
      office.refused("/churn/generate", { body: "{" }),
      office.refused("/churn/generate", { body: { date: 1, days_back: 100, academy: 9 } }),
      office.refused("/churn/generate", {
        body: { date: "2026-04-13", days_back: 100, academy: 9 },
      }),
      office.refused("/churn/generate", { body: { days_back: 100, academy: 9 } }),
      office.refused("/churn/generate", { body: { days_back: 1, academy: 9 } }),
    ];
    expect(await Promise.all(order)).toEqual([
      "not-found",
      "missing-academy",
      "invalid-academy-id",
      "without-capability",
      "report-type-not-found",
      "unsupported-media-type",
      "payload-too-large",
      "invalid-json",
      "invalid-body",
      "invalid-date-combination",
      "date-range-too-large",
      "academy-filter-mismatch",
    ]);
  });
  it("makes nothing, whatever is refused", async () => {
    await post({ days_back: 1, academy: 9 });
    expect((await office.call("/generate-jobs")).body).toEqual([]);
  });
});

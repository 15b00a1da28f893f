import { describe, expect, it } from "vitest";
import { json } from "../../kit/server.ts";
import { acquisitionRows, alertRows, churnRows, newReporters } from "../reports-kit.ts";

describe("a row", () => {
  it("has every field in the contract's order, nulls printed", async () => {
    const { ask, tenantId } = await newReporters();
    const [id] = await acquisitionRows(tenantId, [
      { details: '{"source":"form_entry"}', created_at: Date.parse("2026-04-14T08:15:21.042Z") },
    ]);
    const text = await (await ask(`/acquisition/${id}?whatever=1&sort=x`)).text();
    expect(text).toBe(
      `{"id":${id},"source_type":"FORM_ENTRY","source_id":1,"report_date":"2026-04-13",` +
        '"academy_id":1,"user_id":null,"email":"","funnel_tier":4,"utm_source":null,' +
        '"utm_medium":null,"utm_campaign":null,"landing_url":null,"conversion_url":null,' +
        '"asset_slug":null,"event_slug":null,"deal_status":null,"lead_type":null,' +
        '"team_seat_invite":false,"utm_term":null,"utm_content":null,"utm_placement":null,' +
        '"attribution_id":null,"course_id":null,"cohort_id":null,"syllabus_id":null,' +
        '"role_id":null,"author_id":null,"subscription_seat_id":null,' +
        '"plan_financing_seat_id":null,"payment_method_id":null,' +
        '"details":{"source":"form_entry"},"created_at":"2026-04-14T08:15:21.042Z"}',
    );
  });

  it("out of the academies, of another tenant or type, or with an impossible id is not found", async () => {
    const { ask, tenantId } = await newReporters();
    const other = await newReporters();
    const [mine, elsewhere] = await churnRows(tenantId, [{}, { academy_id: 2 }]);
    expect((await ask(`/churn/${mine}`)).status).toBe(200);
    expect((await ask(`/churn/${elsewhere}`, { academy: "1,2" })).status).toBe(200);
    const missing = [
      await ask(`/churn/${elsewhere}`),
      await other.ask(`/churn/${mine}`),
      await ask("/churn/0"),
      await ask("/churn/99999999999999999999"),
    ];
    const bodies = await Promise.all(missing.map((response) => response.text()));
    expect(new Set(bodies)).toEqual(
      new Set([
        '{"detail":"Report row not found.","slug":"report-record-not-found","status_code":404}',
      ]),
    );
  });
});

describe("another tenant's rows and alerts", () => {
  it("are in no list, export or summary", async () => {
    const mine = await newReporters();
    const theirs = await newReporters();
    await churnRows(theirs.tenantId, [{}]);
    await acquisitionRows(theirs.tenantId, [{}]);
    await alertRows(theirs.tenantId, [{}]);
    for (const path of ["/churn", "/acquisition", "/churn/alerts"]) {
      expect(await json(await mine.ask(path)), path).toEqual([]);
      expect(await (await mine.ask(`${path}?format=ndjson`)).text(), path).toBe("");
    }
    expect(await json(await mine.ask("/churn/summary"))).toMatchObject({
      total: 0,
      unresolved_alert_count: 0,
    });
    expect(await json(await mine.ask("/acquisition/summary"))).toMatchObject({
      report_row_count: 0,
    });
  });
});

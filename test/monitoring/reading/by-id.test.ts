import { describe, expect, it } from "vitest";
import { json } from "../../kit/server.ts";
import { acquisitionRows, alertRows, churnRows, newReporters, refusal } from "../reports-kit.ts";

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

describe("resolving an alert", () => {
  const resolve = async (body: unknown, headers = {}) => {
    const { ask, tenantId } = await newReporters();
    const [id] = await alertRows(tenantId, [{}]);
    return ask(`/churn/alerts/${id}/resolve`, { method: "POST", body, headers });
  };

  it.each([
    [{}, null],
    [{ action_taken: null, other: 1 }, null],
    [{ action_taken: "x" }, "x"],
    [{ action_taken: "😀".repeat(2_000) }, "😀".repeat(2_000)],
    [undefined, null],
  ])("takes %j", async (body, action) => {
    const response = await resolve(body);
    expect(response.status).toBe(200);
    expect(await json(response)).toMatchObject({ action_taken: action, resolved_by_id: "u-7" });
  });

  it.each(["", "x".repeat(2_001), 5, ["x"], false])(
    "refuses %j as what was done",
    async (action) => {
      expect(await refusal(await resolve({ action_taken: action }))).toMatchObject({
        status: 400,
        slug: "invalid-body",
        keys: ["detail", "slug", "status_code", "action_taken"],
        body: { action_taken: ["Must be text of 1 to 2000 characters."] },
      });
    },
  );

  it.each([
    ["[]", {}, 400, "invalid-body"],
    ["{", {}, 400, "invalid-json"],
    ["{}", { "Content-Type": "text/plain" }, 415, "unsupported-media-type"],
    [`{"a":"${"x".repeat(70_000)}"}`, {}, 413, "payload-too-large"],
    [
      `{"a":"${"x".repeat(70_000)}"}`,
      { "Content-Type": "text/csv" },
      415,
      "unsupported-media-type",
    ],
  ])("refuses %.10s… %j with %i", async (body, headers, status, slug) => {
    expect(await refusal(await resolve(body, headers))).toMatchObject({ status, slug });
  });

  it("looks for the alert before it reads the body, and tells of the body before of the state", async () => {
    const { ask, tenantId } = await newReporters();
    const [elsewhere, over] = await alertRows(tenantId, [{ academy_id: 2 }, { resolved_at: 4 }]);
    const slug = async (path: string, body: string) =>
      (await refusal(await ask(path, { method: "POST", body }))).slug;
    expect(await slug(`/churn/alerts/${elsewhere}/resolve`, "{")).toBe("alert-not-found");
    expect(await slug("/churn/alerts/99999999999999999999/resolve", "{")).toBe("alert-not-found");
    expect(await slug(`/acquisition/alerts/${over}/resolve`, "{")).toBe(
      "report-alerts-not-supported",
    );
    expect(await slug(`/nope/alerts/${over}/resolve`, "{")).toBe("report-type-not-found");
    expect(await slug(`/churn/alerts/${over}/resolve`, "{")).toBe("invalid-json");
    expect(await slug(`/churn/alerts/${over}/resolve`, "{}")).toBe("alert-already-resolved");
    expect(await json(await ask("/churn/alerts"))).toMatchObject([
      {
        id: over,
        resolved_by_id: null,
        action_taken: null,
        resolved_at: "1970-01-01T00:00:00.004Z",
      },
    ]);
  });

  it("is done by one of two at once", async () => {
    const { ask, tenantId } = await newReporters();
    const [id] = await alertRows(tenantId, [{}]);
    const answers = await Promise.all(
      ["a", "b", "c"].map((action_taken) =>
        ask(`/churn/alerts/${id}/resolve`, { body: { action_taken } }),
      ),
    );
    const done = answers.filter(({ status }) => status === 200);
    expect(done).toHaveLength(1);
    const [stored] = await json(await ask("/churn/alerts"));
    expect(await json(done[0] ?? Response.error())).toEqual(stored);
  });
});

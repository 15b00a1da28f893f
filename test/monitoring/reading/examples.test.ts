import { expect, it } from "vitest";
import { json } from "../../kit/server.ts";
import { newApiKey } from "../../../src/tenancy/api-key-format.ts";
import {
  acquisitionRows,
  alertRows,
  BASE,
  churnRows,
  newReporters,
  refusal,
} from "../reports-kit.ts";

/** The numbered examples of the monitoring contract. */
const U = `https://almanac.test${BASE}`;

it("1: refuses an unknown key in the caller's language, and no key with three fields", async () => {
  const { server } = await newReporters();
  const headers = { "Accept-Language": "de, es-MX;q=0.8, en;q=0.5" };
  const unknown = await server.request(`${BASE}/churn`, { key: newApiKey(), headers });
  expect(unknown.status).toBe(401);
  expect(unknown.headers.get("Content-Language")).toBe("es");
  expect(unknown.headers.get("WWW-Authenticate")).toBe("Token, Bearer");
  expect(await unknown.text()).toBe(
    '{"detail":"La credencial no es válida.","slug":"invalid-token","status_code":401,"error":"La credencial no es válida.","is_authenticated":"False"}',
  );
  const none = await refusal(await server.request(`${BASE}/churn`, { headers }));
  expect(none).toMatchObject({ status: 401, slug: "authentication-required" });
  expect(none.keys).toEqual(["detail", "slug", "status_code"]);
});

it("2: asks for an academy, and for the capability on each", async () => {
  const { ask } = await newReporters();
  expect(await refusal(await ask("/churn", { academy: "," }))).toMatchObject({
    status: 403,
    slug: "missing-academy",
  });
  const denied = await ask("/churn", { academy: "2,3,1" });
  expect(denied.status).toBe(403);
  expect(await denied.text()).toBe(
    '{"detail":"User u-7 lacks read_monitoring_report on academy 3.","slug":"without-capability","status_code":403}',
  );
});

it("3: reads the academy parameter as the scope, or against it", async () => {
  const { ask } = await newReporters();
  const slug = async (path: string, academy: string | null) =>
    (await refusal(await ask(path, { academy }))).slug;
  expect(await slug("/churn?academy=1,x", null)).toBe("invalid-academy-id");
  expect(await slug("/churn?academy=1,x", "1")).toBe("invalid-filter-value");
  expect(await slug("/churn?academy=2", "1")).toBe("academy-filter-mismatch");
  expect((await ask("/churn?academy=2,1,1", { academy: "1,2" })).status).toBe(200);
});

it("4: names every key that it does not know", async () => {
  const { ask } = await newReporters();
  const response = await ask("/churn?zeta=1&date_start=2026-04-01");
  expect(response.status).toBe(400);
  expect(await response.text()).toBe(
    '{"detail":"Unsupported query parameters: date_start, zeta.","slug":"unsupported-filter","status_code":400}',
  );
});

it("5: tells a value that cannot be read from one that is no choice", async () => {
  const { ask } = await newReporters();
  const headers = { "Accept-Language": "es" };
  const choice = await ask("/acquisition?funnel_tier=9", { headers });
  expect(choice.status).toBe(400);
  expect(await choice.text()).toBe(
    '{"detail":"\\"funnel_tier\\" debe ser uno de: 1, 2, 3, 4.","slug":"invalid-filter-choice","status_code":400}',
  );
  expect((await refusal(await ask("/acquisition?funnel_tier=x"))).slug).toBe(
    "invalid-filter-value",
  );
});

it("6: shows the newest date that meets the other filters", async () => {
  const { ask, tenantId } = await newReporters();
  await churnRows(tenantId, [
    { user_id: 5, report_date: "2026-04-10", risk_level: "LOW" },
    { user_id: 5, report_date: "2026-04-11", risk_level: "HIGH" },
    { user_id: 6, report_date: "2026-04-11", risk_level: "CRITICAL" },
  ]);
  const shown = async (path: string) =>
    (await json(await ask(path))).map((row: Record<string, unknown>) => [
      row["user_id"],
      row["report_date"],
    ]);
  expect(await shown("/churn")).toEqual([
    [6, "2026-04-11"],
    [5, "2026-04-11"],
  ]);
  expect(await shown("/churn?risk_level=LOW")).toEqual([[5, "2026-04-10"]]);
});

it("7: pages a bare array, with links in the header", async () => {
  const { ask, tenantId } = await newReporters();
  await churnRows(tenantId, [{}, {}, {}, {}, {}]);
  const response = await ask("/churn?limit=2&offset=2");
  expect(await json(response)).toHaveLength(2);
  const url = `${U}/churn`;
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "x-total-count": "5",
    "x-per-page": "2",
    "x-page": "2",
    link: `<${url}?limit=2>; rel="first", <${url}?limit=2&offset=4>; rel="next", <${url}?limit=2>; rel="previous", <${url}?limit=2&offset=3>; rel="last"`,
  });
});

it("8: wraps the page in an envelope when asked", async () => {
  const { ask, tenantId } = await newReporters();
  await churnRows(tenantId, [{}]);
  const response = await ask("/churn?envelope=true&limit=0");
  expect(response.headers.get("X-Per-Page")).toBe("20");
  expect(response.headers.has("Link")).toBe(false);
  const text = await response.text();
  expect(text).toMatch(
    /^\{"count":1,"first":null,"next":null,"previous":null,"last":null,"results":\[\{"id":/,
  );
});

it("9: exports CSV that spreadsheets do not run", async () => {
  const { ask, tenantId } = await newReporters();
  const [id] = await acquisitionRows(tenantId, [
    {
      source_id: 900,
      email: "=cmd@x.io",
      utm_source: "a,b",
      landing_url: "+1 offer",
      lead_type: "DISCOVERY",
    },
  ]);
  const response = await ask("/acquisition?format=csv");
  expect(response.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
  expect(response.headers.get("Content-Disposition")).toBe(
    'attachment; filename="acquisition-report.csv"',
  );
  expect(response.headers.get("X-Total-Count")).toBe("1");
  expect(response.headers.has("X-Page")).toBe(false);
  const [header, line, end] = (await response.text()).split("\r\n");
  expect(header).toMatch(/^id,source_type,source_id,report_date,.*,team_seat_invite$/);
  expect(line).toBe(
    `${id},FORM_ENTRY,900,2026-04-13,1,,'=cmd@x.io,4,"a,b",,,'+1 offer,,,,,DISCOVERY,false`,
  );
  expect(end).toBe("");
});

it("10: summarizes churn, open alerts whatever the date", async () => {
  const { ask, tenantId } = await newReporters();
  await alertRows(tenantId, [{}, { resolved_at: 1 }, { academy_id: 2 }]);
  expect(await (await ask("/churn/summary")).text()).toBe(
    '{"total":0,"average_score":0,"payment_risk_count":0,"unresolved_alert_count":1,"risk_levels":{"LOW":0,"MEDIUM":0,"HIGH":0,"CRITICAL":0}}',
  );
});

it("11: counts an identity once, at its lowest tier, across academies", async () => {
  const { ask, tenantId } = await newReporters();
  await acquisitionRows(tenantId, [
    { academy_id: 1, email: "a@x.io", funnel_tier: 3 },
    { academy_id: 2, email: "a@x.io", funnel_tier: 1, source_type: "USER_INVITE" },
  ]);
  expect(await json(await ask("/acquisition/summary", { academy: "1,2" }))).toMatchObject({
    report_row_count: 2,
    unique_identities: 1,
    cross_academy_identities: 1,
    by_funnel_tier: { "1": 1, "2": 0, "3": 1, "4": 0 },
    by_funnel_tier_identities: { "1": 1, "2": 0, "3": 0, "4": 0 },
  });
});

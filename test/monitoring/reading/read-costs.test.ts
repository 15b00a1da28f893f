import { env } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { tableScans } from "../../kit/query-plans.ts";
import {
  acquisitionRows,
  alertRows,
  churnRows,
  newReporters,
  type Reporters,
} from "../reports-kit.ts";

const NOTE_OF_USE = /update "api_keys" set "last_used_at"/;

async function callsOf({ server, ask }: Reporters, path: string, academy: string) {
  await ask("");
  const from = server.calls.length;
  const response = await ask(path, { academy });
  await response.text();
  return server.calls
    .slice(from)
    .filter(({ statements }) => !NOTE_OF_USE.test(statements[0]?.sql ?? ""));
}

const reporters = await newReporters();
const { tenantId, put } = reporters;
const MANY = 1_200;
const users = Array.from({ length: MANY }, (_, at) => ({ id: at + 1, email: `u${at}@x.io` }));
await put("users", users);
for (const report_date of ["2026-04-12", "2026-04-13"]) {
  await churnRows(
    tenantId,
    users.map(() => ({ report_date })),
  );
}
await acquisitionRows(
  tenantId,
  users.map((_user, at) => ({ user_id: at % 50, utm_source: `s${at % 9}` })),
);
await alertRows(
  tenantId,
  users.map((_user, at) => ({ resolved_at: at % 2 === 0 ? null : at })),
);

const READS = [
  "",
  "/churn",
  "/churn?sort=-churn_risk_score",
  "/churn?sort=-user_id&limit=1000",
  "/churn?user=5",
  "/churn?risk_level=HIGH&min_score=3",
  "/churn?date=2026-04-12",
  "/churn/summary",
  "/churn/coverage",
  "/churn/alerts",
  "/churn/alerts?resolved=false&user=3",
  "/churn/alerts?sort=resolved_at",
  "/churn/7",
  "/acquisition",
  "/acquisition?date_start=2026-01-01&utm_source=s1",
  "/acquisition?user=5&sort=-user_id",
  "/acquisition/summary",
  "/acquisition/7",
];

describe.each(["1", "1,2"])("in academies %s", (academy) => {
  it.each(READS)("%s is one call, and reads no table as a whole", async (path) => {
    const calls = await callsOf(reporters, path, academy);
    expect(calls).toHaveLength(1);
    expect(await tableScans(env.DB, calls)).toEqual([]);
  });
});

it.each(["/churn", "/churn?sort=-churn_risk_score", "/acquisition", "/churn?user=5"])(
  "%s: a page of 20 reads at most 60 rows, however long the list",
  async (path) => {
    const [call] = await callsOf(reporters, path, "1");
    expect(call?.rowsRead).toBeLessThanOrEqual(60);
  },
);

it.each(["/churn/alerts?resolved=false", "/churn/alerts?resolved=false&user=3", "/churn/summary"])(
  "%s: open alerts are found without those of all the past",
  async (path) => {
    const own = await newReporters();
    const past = Array.from({ length: MANY }, (_, at) => ({ triggered_at: at, resolved_at: at }));
    await alertRows(own.tenantId, [{ triggered_at: 0 }, { triggered_at: 1 }, ...past]);
    const [call] = await callsOf(own, path, "1");
    expect(call?.rowsRead).toBeLessThanOrEqual(60);
  },
);

it("reads an export in portions, each about as long as what it gives", async () => {
  const calls = await callsOf(reporters, "/churn?format=csv", "1");
  expect(calls).toHaveLength(2);
  expect(await tableScans(env.DB, calls)).toEqual([]);
  const rowsRead = calls.reduce((sum, call) => sum + call.rowsRead, 0);
  expect(rowsRead).toBeLessThan(2.5 * MANY);
});

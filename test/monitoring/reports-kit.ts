import { env } from "cloudflare:test";
import type { Deps } from "../../src/composition.ts";
import { ingest } from "../kit/ingest.ts";
import { type DayRun, generateDay } from "#monitoring";
import { DAY, NOW, readDatabaseClock } from "./kit.ts";
import { createServer, json, newKey, newTenant, type TestServer } from "../kit/server.ts";

export const BASE = "/v1/monitoring/report";
const CAPABILITY = ["read_monitoring_report"];

const ACADEMIES = [
  { id: 1, slug: "miami", name: "Miami" },
  { id: 2, slug: "madrid", name: "Madrid" },
  { id: 3, slug: "porto", name: "Porto" },
  { id: 4, slug: "lima", name: "Lima", status: "INACTIVE" },
  { id: 5, slug: "oslo", name: "Oslo", status: "DELETED" },
];

type Options = Parameters<TestServer["request"]>[1] & { academy?: string | null };

/** The tenant of the contract's examples: user `u-7` holds the capability on 1, 2, 4, 5 and 9. */
export interface Reporters {
  server: TestServer;
  tenantId: string;
  adminKey: string;
  key: string;
  /** Asks as `u-7`, for academy 1 unless told otherwise. */
  ask: (path: string, options?: Options) => Promise<Response>;
  put: (dataset: string, records: readonly object[]) => Promise<void>;
}

export async function newReporters(overrides: Partial<Deps> = {}): Promise<Reporters> {
  const server = createServer(overrides);
  const { id: tenantId, adminKey } = await newTenant(server);
  const capabilities = [1, 2, 4, 5, 9].map((academy_id) => ({
    academy_id,
    capabilities: CAPABILITY,
  }));
  const { key } = await newKey(server, adminKey, { user_id: "u-7", capabilities });
  const put = async (dataset: string, records: readonly object[]) => {
    const { body } = await ingest(server, adminKey, dataset, records);
    if (body["stored"] !== records.length) throw new Error(JSON.stringify(body));
  };
  await put("academies", ACADEMIES);
  return {
    server,
    tenantId,
    adminKey,
    key,
    put,
    ask: (path, { academy = "1", headers = {}, ...rest } = {}) =>
      server.request(`${BASE}${path}`, {
        key,
        headers: { ...(academy !== null && { Academy: academy }), ...headers },
        ...rest,
      }),
  };
}

type Row = Record<string, string | number | null>;

const churnRow: Row = {
  user_id: 1,
  academy_id: 1,
  report_date: "2026-04-13",
  churn_risk_score: 10,
  risk_level: "LOW",
  days_since_last_activity: 0,
  login_count_7d: 0,
  assignments_completed_7d: 0,
  has_payment_issues: 0,
  subscription_status: "ACTIVE",
  login_trend: 0,
  assignment_trend: 0,
  avg_frustration_score: null,
  avg_engagement_score: null,
  days_until_renewal: null,
  details: "{}",
  created_at: 0,
  alert_bits: 0,
};

const acquisitionRow: Row = {
  source_type: "FORM_ENTRY",
  source_id: 1,
  report_date: "2026-04-13",
  academy_id: 1,
  user_id: null,
  email: "",
  funnel_tier: 4,
  utm_source: null,
  utm_medium: null,
  utm_campaign: null,
  landing_url: null,
  conversion_url: null,
  asset_slug: null,
  event_slug: null,
  deal_status: null,
  lead_type: null,
  team_seat_invite: 0,
  details: "{}",
  created_at: 0,
};

const alertRow: Row = {
  user_id: 1,
  academy_id: 1,
  alert_type: "INACTIVITY",
  severity: "HIGH",
  report_date: "2026-04-13",
  triggered_at: 0,
  resolved_at: null,
  resolved_by_id: null,
  action_taken: null,
  metrics_snapshot: "{}",
};

async function insert(table: string, rows: readonly Row[]): Promise<number[]> {
  const columns = Object.keys(rows[0] ?? {});
  const values = columns.map((column) => `value ->> '${column}'`);
  const ids: number[] = [];
  for (let from = 0; from < rows.length; from += 1_000) {
    const { results } = await env.DB.prepare(
      `INSERT INTO ${table} (${columns.join(", ")}) SELECT ${values.join(", ")}
       FROM json_each(?) RETURNING id`,
    )
      .bind(JSON.stringify(rows.slice(from, from + 1_000)))
      .all<{ id: number }>();
    ids.push(...results.map(({ id }) => id));
  }
  return ids;
}

/** What generation would say of the days that hold rows now. */
async function cover(tenantId: string, type: string): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO report_coverage
       (tenant_id, report_type, academy_id, date, generated_at, generated_rows, read_at)
     SELECT tenant_id, ?2, academy_id, report_date, 0, count(*), 0 FROM ${type}_reports
     WHERE tenant_id = ?1 GROUP BY academy_id, report_date
     ON CONFLICT DO UPDATE SET generated_rows = excluded.generated_rows, moved_rows = 0`,
  )
    .bind(tenantId, type)
    .run();
}

async function covered(tenantId: string, type: string, rows: readonly Row[]): Promise<number[]> {
  const ids = await insert(`${type}_reports`, rows);
  await cover(tenantId, type);
  return ids;
}

/** Rows put straight into the tables; what is left out has a plain value. */
export const churnRows = (tenant_id: string, rows: readonly Row[]) =>
  covered(
    tenant_id,
    "churn",
    rows.map((row, at) => ({ tenant_id, ...churnRow, user_id: at + 1, ...row })),
  );

export const acquisitionRows = (tenant_id: string, rows: readonly Row[]) =>
  covered(
    tenant_id,
    "acquisition",
    rows.map((row, at) => ({ tenant_id, ...acquisitionRow, source_id: at + 1, ...row })),
  );

export const alertRows = (tenant_id: string, rows: readonly Row[]) =>
  insert(
    "churn_alerts",
    rows.map((row, at) => ({ tenant_id, ...alertRow, user_id: at + 1, ...row })),
  );

/** Generates a day of academy 1, as a job would. */
export async function generate(
  { server, tenantId }: Reporters,
  slug: string,
  run: Partial<DayRun> = {},
): Promise<void> {
  const type = server.deps.reportTypes.find((one) => one.slug === slug);
  if (!type) throw new Error(`no report type ${slug}`);
  await generateDay(server.deps.db, type, {
    tenantId,
    academyId: 1,
    date: DAY,
    now: NOW,
    today: "2026-04-14",
    alertDay: true,
    readAt: await readDatabaseClock(server.deps.db),
    ...run,
  });
}

/** The keys of an error, in order, and what it says. */
export async function refusal(response: Response) {
  const body = await json(response);
  return { status: response.status, slug: body.slug as string, body, keys: Object.keys(body) };
}

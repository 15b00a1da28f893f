import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { absent, loadFolder, newTenantKey } from "./real-files.ts";
import { acquisitionOracle, churnOracle } from "./report-oracles.ts";
import { type RunningStart, runStart } from "./running-start.ts";

const OULAD = ["oulad/AAA_2013J", "oulad/AAA_2014J"];
const missing = absent(...OULAD, "olist");

const days = (first: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) =>
    new Date(Date.parse(first) + at * 86_400_000).toISOString().slice(0, 10),
  );

type Row = Record<string, unknown>;

/** A row as the list shows it: the fields shown, flags as true and false. */
const shownAs = (row: Row, fields: readonly string[]): Row =>
  Object.fromEntries(
    fields.map((name) => {
      const flag = name === "has_payment_issues" || name === "team_seat_invite";
      return [name, flag ? row[name] === 1 : row[name]];
    }),
  );

/** Rows in an order of their own, for comparing. */
const sorted = (rows: readonly Row[]): string[] =>
  rows.map((row) => JSON.stringify(row, Object.keys(row).toSorted())).toSorted();

const SKIPS = `skipped: ${missing.join(", ")} not beside the project`;

describe.skipIf(missing.length > 0)(
  `report rows over real data${missing.length > 0 ? ` (${SKIPS})` : ""}`,
  () => {
    let started: RunningStart;
    let key = "";
    beforeAll(async () => {
      started = await runStart();
      key = await newTenantKey(started, "real-reports");
      for (const folder of [...OULAD, "olist"]) await loadFolder(started, key, folder);
    });
    afterAll(() => started.end());

    const ask = (path: string, academies: string, body?: object) =>
      fetch(`${started.url}/v1/monitoring/report${path}`, {
        method: body ? "POST" : "GET",
        headers: { "X-API-Key": key, Academy: academies, "Content-Type": "application/json" },
        ...(body && { body: JSON.stringify(body) }),
      });
    const read = async (path: string, academies: string): Promise<Row> =>
      (await (await ask(path, academies)).json()) as Row;
    const lines = async (path: string, academies: string): Promise<Row[]> =>
      (await (await ask(path, academies)).text())
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Row);

    /** Starts a batch, watches its stream to DONE, and gives the job as it was shown in between. */
    async function generate(type: string, academies: string, body: object): Promise<Row[]> {
      const accepted = await ask(`/${type}/generate`, academies, body);
      expect(accepted.status).toBe(202);
      const { id } = (await accepted.json()) as Row;
      const path = `/${type}/generate/${String(id)}/events`;
      const stream = await (await ask(path, academies)).text();
      expect(stream).toMatch(/event: end\ndata: \{"status":"DONE"\}\n\n$/);
      return [...stream.matchAll(/^event: job\ndata: (.*)$/gm)].map(
        ([, data = ""]) => JSON.parse(data) as Row,
      );
    }

    /** Compares the list of each day with the oracle's rows. @returns how many there are. */
    async function compare(
      type: string,
      academies: string,
      range: readonly string[],
      expectedOn: (date: string) => Row[],
    ): Promise<number> {
      let total = 0;
      for (const date of range) {
        const found = await lines(`/${type}?date=${date}&format=ndjson`, academies);
        const fields = Object.keys(found[0] ?? {}).filter(
          (name) => name !== "id" && name !== "user_email",
        );
        const expected = expectedOn(date);
        expect(found.length).toBe(expected.length);
        const values = found.map((row) =>
          Object.fromEntries(fields.map((name) => [name, row[name]])),
        );
        expect(sorted(values)).toEqual(sorted(expected.map((row) => shownAs(row, fields))));
        total += found.length;
      }
      return total;
    }

    it("generates 30 days of two academies as one batch: all rows are the oracle's", async () => {
      const range = days("2014-11-01", 30);
      const body = { date_start: range[0], date_end: range.at(-1) };
      const shown = await generate("churn", "1,2", body);
      expect(shown.at(-1)).toMatchObject({ progress_current: 60, progress_total: 60 });
      expect(new Set(shown.map((job) => job["progress_current"])).size).toBeGreaterThan(2);

      const oracle = churnOracle(OULAD);
      const total = await compare("churn", "1,2", range, (date) => [
        ...oracle(1, date),
        ...oracle(2, date),
      ]);
      expect(shown.at(-1)).toMatchObject({ generated_rows: total });

      const last = range.at(-1) ?? "";
      const expected = oracle(2, last);
      const critical = await lines(`/churn?risk_level=CRITICAL&format=ndjson`, "2");
      const ids = expected.filter((row) => row.risk_level === "CRITICAL").map((row) => row.user_id);
      expect(ids.length).toBeGreaterThan(0);
      expect(new Set(critical.map((row) => row["user_id"]))).toEqual(new Set(ids));
      const summary = await read("/churn/summary", "2");
      expect(summary).toMatchObject({ total: expected.length, payment_risk_count: 0 });
      expect(summary["risk_levels"]).toMatchObject({ CRITICAL: ids.length });
      const detail = await read(`/churn/${String(critical[0]?.["id"])}`, "2");
      const row = expected.find(({ user_id }) => user_id === detail["user_id"]);
      expect(detail).toMatchObject({ details: row?.details, login_trend: row?.login_trend });
    });

    it("generates a month of leads: all rows are the oracle's", async () => {
      const range = days("2017-11-01", 30);
      const body = { date_start: range[0], date_end: range.at(-1) };
      const shown = await generate("acquisition", "10", body);
      const oracle = acquisitionOracle("olist");
      const total = await compare("acquisition", "10", range, (date) => oracle(10, date));
      expect(total).toBeGreaterThan(100);
      expect(shown.at(-1)).toMatchObject({ generated_rows: total, progress_current: 30 });
      const summary = await read(`/acquisition/summary?date_start=${range[0]}`, "10");
      const expected = range.flatMap((date) => oracle(10, date));
      const won = expected.filter(({ funnel_tier }) => funnel_tier === 1).length;
      expect(summary).toMatchObject({ report_row_count: total });
      expect(summary["by_funnel_tier"]).toMatchObject({ 1: won });
    });
  },
);

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningStart, runStart } from "./running-start.ts";

const DATA = "../shared/data";
const FOLDERS = ["open-bandit/men", "online-retail"];
const missing = FOLDERS.filter((folder) => !existsSync(join(DATA, folder)));
const CHUNK = 10_000;

interface Event {
  offer_id: string;
  channel_id?: string;
  outcome: string;
  timestamp: string;
  conversion_value?: number;
}
interface Decision {
  id: string;
  created_at: string;
  channel_id: string;
  decision_flow_id: string;
  scoring_results: { offer_id: string; score: number }[];
}
interface Named {
  id: string;
  name: string;
}

const linesOf = (file: string): string[] =>
  gunzipSync(readFileSync(file)).toString().split("\n").filter(Boolean);

const read = <T>(folder: string, dataset: string): T[] =>
  linesOf(join(DATA, folder, `${dataset}.ndjson.gz`)).map((line) => JSON.parse(line) as T);

const text = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const groupBy = <T>(all: readonly T[], of: (one: T) => string): Map<string, T[]> =>
  Map.groupBy(all, of);
const having = (events: readonly Event[], outcome: string): number =>
  events.filter((event) => event.outcome === outcome).length;
const e4 = (events: readonly Event[]): number =>
  events.reduce((sum, one) => sum + Math.round((one.conversion_value ?? 0) * 10_000), 0);
const money = (units: number): number =>
  (Math.sign(units) * Math.round(Math.abs(units) / 100)) / 100 || 0;
const round4 = (x: number): number => Math.round((x + Number.EPSILON) * 10_000) / 10_000;
const dates = (first: string, days: number): string[] =>
  Array.from({ length: days }, (_, at) =>
    new Date(Date.parse(first) + at * 86_400_000).toISOString().slice(0, 10),
  );
const label = (date: string): string => {
  const month = ["Nov", "Dec"][Number(date.slice(5, 7)) - 11] ?? "";
  return `${month} ${Number(date.slice(8))}`;
};

const tenthOf = (score: number): number => Math.min(9, Math.floor(score * 10 + 1e-9));
const newest = (decisions: readonly Decision[], many: number): Decision[] =>
  decisions
    .toSorted((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at) || text(b.id, a.id))
    .slice(0, many);

describe.skipIf(missing.length > 0)(`dashboards of ${DATA} (skipped where it is absent)`, () => {
  let started: RunningStart;
  const keys = new Map<string, string>();

  async function newTenant(id: string): Promise<string> {
    const response = await fetch(`${started.url}/api/v1/tenants`, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${started.vars.get("ADMIN_TOKEN") ?? ""}`,
        "Content-Type": "application/json",
      },
      body: JSON.stringify({ id, name: id }),
    });
    return ((await response.json()) as { api_key: { key: string } }).api_key.key;
  }

  async function load(folder: string, key: string): Promise<void> {
    for (const file of readdirSync(join(DATA, folder))) {
      const dataset = file.replace(/\.ndjson\.gz$/, "");
      const lines = linesOf(join(DATA, folder, file));
      for (let from = 0; from < lines.length; from += CHUNK) {
        const response = await fetch(`${started.url}/api/v1/ingest/${dataset}`, {
          method: "POST",
          headers: { "X-API-Key": key, "Content-Type": "application/x-ndjson" },
          body: lines.slice(from, from + CHUNK).join("\n"),
        });
        const { rejected } = (await response.json()) as { rejected: number };
        expect([dataset, response.status, rejected]).toEqual([dataset, 200, 0]);
      }
    }
  }

  beforeAll(async () => {
    started = await runStart();
    for (const folder of FOLDERS) {
      const key = await newTenant(folder.replace("/", "-"));
      keys.set(folder, key);
      await load(folder, key);
    }
  });
  afterAll(() => started.end());

  const ask = async (folder: string, query: string): Promise<{ data: object[] }> => {
    const url = `${started.url}/api/v1/dashboard-data?${query}`;
    const response = await fetch(url, { headers: { "X-API-Key": keys.get(folder) ?? "" } });
    expect(response.status).toBe(200);
    return (await response.json()) as { data: object[] };
  };

  it("tells a week of recommendations as its files do", async () => {
    const folder = "open-bandit/men";
    const events = read<Event>(folder, "interactions");
    const week = "from=2019-11-24&to=2019-11-30";
    const days = groupBy(events, ({ timestamp }) => timestamp.slice(0, 10));
    const trend = await ask(folder, `type=daily_trend&${week}`);
    expect(trend.data).toEqual(
      dates("2019-11-24", 7).map((date) => ({
        name: label(date),
        impressions: having(days.get(date) ?? [], "impression"),
        conversions: 0,
      })),
    );
    const offers = groupBy(events, ({ offer_id }) => offer_id);
    const acceptance = await ask(folder, `type=acceptance_rate&${week}`);
    expect(acceptance.data).toEqual(
      [...offers]
        .map(([offerId, own]) => {
          const impressions = having(own, "impression");
          const positive = having(own, "click");
          const acceptanceRate = impressions > 0 ? round4(positive / impressions) : 0;
          const counts = { impressions, positive, negative: 0, acceptanceRate };
          return { offerId, offerName: offerId, ...counts };
        })
        .toSorted((a, b) => b.impressions - a.impressions || text(a.offerName, b.offerName)),
    );
    const slots = groupBy(events, ({ channel_id = "" }) => channel_id);
    const channels = await ask(folder, `type=channel_effectiveness&${week}`);
    expect(channels.data).toEqual(
      read<Named>(folder, "channels")
        .map(({ id, name }) => ({
          channelId: id,
          channelName: name,
          impressions: having(slots.get(id) ?? [], "impression"),
          conversions: 0,
          effectiveness: "0.0",
        }))
        .toSorted((a, b) => b.impressions - a.impressions || text(a.channelName, b.channelName)),
    );
  });

  it("tells the newest 10,000 of 20,000 decisions as their file does", async () => {
    const folder = "open-bandit/men";
    const week = "from=2019-11-24&to=2019-11-30";
    const decisions = read<Decision>(folder, "decision_traces");
    const scores = (list: readonly Decision[]): number[] =>
      list.flatMap(({ scoring_results }) => scoring_results.map(({ score }) => score));
    const sample = newest(decisions, 10_000);
    const tenths = groupBy(scores(sample), (score) => String(tenthOf(score)));
    const slots = groupBy(sample, ({ channel_id }) => channel_id);
    const names = new Map(read<Named>(folder, "channels").map(({ id, name }) => [id, name]));
    expect(await ask(folder, `type=score_distribution&groupBy=channel&${week}`)).toMatchObject({
      data: Array.from({ length: 10 }, (_, at) => ({ count: tenths.get(String(at))?.length ?? 0 })),
      totalScores: scores(sample).length,
      dimensionBuckets: [...slots]
        .map(([name, own]) => ({ name, dimName: names.get(name), count: scores(own).length }))
        .toSorted((a, b) => b.count - a.count || text(a.dimName ?? "", b.dimName ?? "")),
    });
    const random = newest(
      decisions.filter(({ decision_flow_id }) => decision_flow_id === "random"),
      10_000,
    );
    const shown = groupBy(random, ({ scoring_results }) => scoring_results[0]?.offer_id ?? "");
    const frequency = `type=selection_frequency&decisionFlowId=random&${week}`;
    expect(await ask(folder, frequency)).toMatchObject({
      data: [...shown]
        .map(([offerId, own]) => ({ offerId, selectedCount: own.length, selectionRate: 1 }))
        .toSorted((a, b) => b.selectedCount - a.selectedCount || text(a.offerId, b.offerId)),
      totalTraces: random.length,
    });
    expect(await ask(folder, `type=degraded_scoring&${week}`)).toEqual({
      degradedCount: 0,
      totalCount: decisions.length,
      days: 7,
      hasData: true,
    });
  });

  it("tells three weeks of sales as their file does, cancellations subtracted", async () => {
    const folder = "online-retail";
    const events = read<Event>(folder, "interactions");
    const range = "from=2011-11-20&to=2011-12-09";
    const days = groupBy(events, ({ timestamp }) => timestamp.slice(0, 10));
    const trend = await ask(folder, `type=revenue_trend&${range}`);
    expect(trend.data).toEqual(
      dates("2011-11-20", 20).map((date) => ({
        name: label(date),
        revenue: money(e4(days.get(date) ?? [])),
      })),
    );
    expect(trend.data.length).toBe(20);
    const sold = groupBy(events, ({ offer_id }) => offer_id);
    const performance = await ask(folder, `type=offer_performance&${range}`);
    const expected = read<Named>(folder, "offers")
      .map(({ id, name }) => ({ id, name, own: sold.get(id) ?? [] }))
      .map(({ id, name, own }) => ({ id, name, sales: own.length, value: e4(own) }))
      .toSorted(
        (a, b) =>
          b.sales - a.sales || b.value - a.value || text(a.name, b.name) || text(a.id, b.id),
      );
    expect(performance.data).toEqual(
      expected.slice(0, 20).map(({ id, name, sales, value }) => ({
        offerId: id,
        name,
        priority: 50,
        creativeCount: 0,
        impressions: 0,
        conversions: sales,
        revenue: money(value),
        conversionRate: "0.0",
      })),
    );
  });
});

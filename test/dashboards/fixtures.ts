import { expect } from "vitest";
import { ingest } from "../kit/ingest.ts";
import { createServer, json, newKey, newTenant, type TestServer } from "../kit/server.ts";

export const NOW = Date.parse("2026-03-30T15:00:00.000Z");
const DAY = 86_400_000;

/** Noon UTC so many days ago. */
export const noon = (daysAgo: number, hour = 12): string =>
  new Date(Math.floor(NOW / DAY) * DAY - daysAgo * DAY + hour * 3_600_000).toISOString();

type Records = Record<string, object[]>;

export const catalogue: Records = {
  categories: [{ id: "cat1", name: "Savings" }],
  offers: [
    { id: "offA", name: "Alpha Card", status: "active", priority: 90, category_id: "cat1" },
    { id: "offB", name: "Beta Loan", status: "active", priority: 50 },
    { id: "offC", name: "Gamma Save", status: "paused", category_id: "cat1" },
    { id: "offD", name: "Delta Plan", status: "draft" },
    { id: "offX", name: "Old Offer", status: "active", deleted: true },
  ],
  channels: [
    { id: "chE", name: "Marketing Email", status: "active" },
    { id: "chP", name: "Push", status: "active" },
    { id: "chW", name: "Web", status: "draft" },
  ],
  creatives: [
    { id: "crA1", offer_id: "offA", channel_id: "chE" },
    { id: "crA2", offer_id: "offA", channel_id: "chP" },
    { id: "crA3", offer_id: "offA", channel_id: "chP", status: "draft" },
    { id: "crC1", offer_id: "offC", channel_id: "chE" },
    { id: "crX1", offer_id: "offX", channel_id: "chE", deleted: true },
  ],
  experiments: ["active", "draft"].map((status) => ({ id: status, name: status, status })),
  journeys: ["active", "draft", "paused"].map((status) => ({ id: status, name: status, status })),
  triggers: [
    { id: "t1", name: "t1", status: "active" },
    { id: "t2", name: "t2", status: "active" },
    { id: "t3", name: "t3", status: "paused" },
  ],
  approvals: ["pending", "approved", "approved"].map((status, at) => ({
    id: `a${at}`,
    entity_type: "offer",
    entity_id: "offA",
    status,
  })),
};

interface Event {
  outcome: string;
  daysAgo?: number;
  offer?: string;
  channel?: string;
  count?: number;
  value?: number;
}

/** An interaction, at noon of a day. */
export const event = (
  id: string,
  customer: string,
  { outcome, daysAgo = 1, offer = "offA", channel = "chE", count = 1, value }: Event,
) => ({
  id,
  customer_id: customer,
  offer_id: offer,
  channel_id: channel,
  outcome,
  timestamp: noon(daysAgo),
  count,
  ...(value !== undefined && { conversion_value: value }),
});

const customers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => `c${from + at}`);

export const traffic: Records = {
  interactions: [
    ...customers(1, 10).map((c) => event(`${c}-i`, c, { outcome: "impression", count: 10 })),
    ...customers(1, 6).map((c) => event(`${c}-v`, c, { outcome: "convert", value: 50 })),
    ...customers(7, 9).map((c) => event(`${c}-k`, c, { outcome: "click" })),
    ...customers(1, 4).map((c) => event(`${c}-d`, c, { outcome: "dismiss" })),
    ...[
      { outcome: "impression", count: 40 },
      { outcome: "click", count: 5 },
    ].map((one) =>
      event(`c11-${one.outcome}`, "c11", { ...one, daysAgo: 2, offer: "offB", channel: "chP" }),
    ),
    event("c20-i", "c20", { outcome: "impression", count: 100, daysAgo: 10 }),
    event("c20-v", "c20", { outcome: "convert", value: 50, daysAgo: 10 }),
  ],
  segments: [
    { id: "segV", name: "VIP", status: "active", materialized_at: noon(3) },
    { id: "segE", name: "Empty", status: "active", materialized_at: noon(3) },
    { id: "segN", name: "Not yet", status: "active" },
  ],
  segment_members: [
    { segment_id: "segV", customer_id: "c1" },
    { segment_id: "segV", customer_id: "c2" },
  ],
};

/** A tenant with a viewer's key, to be asked at the fixtures' clock. */
export interface Board {
  server: TestServer;
  tenantId: string;
  admin: string;
  key: string;
  put: (records: Records) => Promise<void>;
  get: (query: string, headers?: Record<string, string>) => Promise<Response>;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every shape
  read: (query: string) => Promise<any>;
}

export async function createBoard(
  data: Records[] = [],
  server: TestServer = createServer(),
): Promise<Board> {
  server.setNow(NOW);
  const { id: tenantId, adminKey: admin } = await newTenant(server);
  const { key } = await newKey(server, admin, { role: "viewer" });
  const get = (query: string, headers: Record<string, string> = {}) =>
    server.request(`/api/v1/dashboard-data?${query}`, { key, headers });
  const board: Board = {
    server,
    tenantId,
    admin,
    key,
    put: async (records) => {
      for (const [dataset, list] of Object.entries(records)) {
        const { status, body } = await ingest(server, admin, dataset, list);
        expect([dataset, status, body["errors"]]).toEqual([dataset, 200, []]);
      }
    },
    get,
    read: async (query) => {
      const response = await get(query);
      const answer = await json(response);
      expect([query, response.status, answer.error]).toEqual([query, 200, undefined]);
      return answer;
    },
  };
  for (const records of data) await board.put(records);
  return board;
}

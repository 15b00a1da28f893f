import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dashboardTypes } from "#dashboards";
import { createServer } from "../kit/server.ts";
import { catalogue, createBoard, traffic } from "./fixtures.ts";

const RUNS = 150;
const unlimited = { limit: () => Promise.resolve({ success: true }) };
const server = createServer({ dashboardRequests: unlimited });
const board = await createBoard([catalogue, traffic], server);

const odd = fc.oneof(
  fc.constantFrom("0", "1e3", "-1", "'; DROP TABLE offers;--", "\u0000", "__proto__", "%", "💥"),
  fc.constantFrom("0000-01-01", "9999-12-31", "2026-03-30T24:00:00Z", "2026-12-31T23:59:60Z"),
  fc.string({ unit: "binary", maxLength: 20 }).map((text) => text.toWellFormed()),
  fc.constant("a".repeat(3_000)),
);
const PLAUSIBLE: Record<string, string[]> = {
  type: dashboardTypes.map(({ name }) => name),
  days: ["1", "90", "365"],
  baselineDays: ["1", "365"],
  groupBy: ["channel", "category", "segment", "offer"],
  segmentId: ["segV", "segE", "segN", "nope"],
  offerId: ["offA", "nope"],
  modelId: ["m"],
  filterId: ["offA"],
  channelId: ["chE"],
  categoryId: ["cat1"],
  decisionFlowId: ["f1"],
  from: ["0000-01-01", "0099-12-31", "2025-12-31T10:00:00Z", "2026-03-29", "9999-12-30"],
  to: ["0000-01-03", "0100-01-02", "2026-03-30T15:00:00.001Z", "2026-04-01", "9999-12-31"],
  compare: ["previous"],
  format: ["json", "csv"],
  meta: ["0", "1"],
  tz: ["UTC", "Europe/Berlin", "Pacific/Apia", "Africa/Monrovia", "Australia/Lord_Howe"],
};
const mostly = <T, U>(usual: fc.Arbitrary<T>, unusual: fc.Arbitrary<U>) =>
  fc.oneof({ weight: 5, arbitrary: usual }, { weight: 1, arbitrary: unusual });
const fields = (plausible: Record<string, readonly unknown[]>, unusual: fc.Arbitrary<unknown>) =>
  fc
    .uniqueArray(
      fc
        .constantFrom(...Object.entries(plausible))
        .chain(([name, values]) =>
          fc.tuple(fc.constant(name), mostly(fc.constantFrom(...values), unusual)),
        ),
      { selector: ([name]) => name, maxLength: 9 },
    )
    .map((entries) => Object.fromEntries(entries));

async function expectNoFailure(path: string, body?: unknown): Promise<void> {
  const response = await server.request(path, {
    key: board.admin,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  expect(response.status, path).toBeLessThan(500);
  expect(await response.text()).not.toContain("INTERNAL_ERROR");
}

describe("no request makes the server fail", () => {
  it("whatever the parameters of a dashboard", async () => {
    const query = fields(PLAUSIBLE, odd) as fc.Arbitrary<Record<string, string>>;
    await fc.assert(
      fc.asyncProperty(query, (sent) =>
        expectNoFailure(`/api/v1/dashboard-data?${new URLSearchParams(sent).toString()}`),
      ),
      { numRuns: RUNS },
    );
  });

  it("whatever the body of a batch", async () => {
    const item = fields({ ...PLAUSIBLE, id: ["a", "b", "c"] }, fc.jsonValue());
    const requests = mostly(fc.array(item, { minLength: 1, maxLength: 5 }), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(mostly(fc.record({ requests }), fc.jsonValue()), (body) =>
        expectNoFailure("/api/v1/dashboard-data/batch", body),
      ),
      { numRuns: RUNS },
    );
  });

  it("whatever outcome is recorded", async () => {
    const outcome = fields(
      {
        customerId: ["c1"],
        outcome: ["click", "convert", "nope"],
        interactionType: ["click"],
        idempotencyKey: ["k1", "k2", "\u0000"],
        creativeId: ["crA1", "nope"],
        recommendationId: ["r1"],
        rank: [1, 2],
        offerId: ["offA", "nope"],
        channelId: ["chE"],
        timestamp: ["2026-03-30T10:00:00Z", "0000-01-01T00:00:00Z", "2026-02-30T00:00:00Z"],
        conversionValue: [1, -1e9, 5e-324, 0.1],
        direction: ["inbound"],
        context: [{}, { __proto__: 1 }],
        attributes: [[], null, "x"],
      },
      fc.jsonValue(),
    ).map((sent) => ({ customerId: "c", outcome: "click", idempotencyKey: "k", ...sent }));
    await fc.assert(
      fc.asyncProperty(mostly(outcome, fc.jsonValue()), async (sent) => {
        await expectNoFailure("/api/v1/respond", sent);
        await expectNoFailure("/api/v1/respond/bulk", { outcomes: [sent, sent] });
      }),
      { numRuns: RUNS },
    );
  });
});

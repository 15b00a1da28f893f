import { describe, expect, it } from "vitest";
import { json } from "../kit/server.ts";
import { catalogue, createBoard, event, noon, traffic } from "./fixtures.ts";

const { get } = await createBoard([catalogue, traffic]);

describe("format=csv", () => {
  const csv = async (query: string, from = get) => {
    const response = await from(`${query}&format=csv`);
    expect(response.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
    return { text: await response.text(), headers: response.headers };
  };

  it("is the rows with their keys, to be saved under a name", async () => {
    const { text, headers } = await csv("type=offer_performance&meta=1");
    expect(text).toBe(
      [
        "offerId,name,priority,creativeCount,impressions,conversions,revenue,conversionRate",
        "offA,Alpha Card,90,3,100,6,300,6.0",
        "offB,Beta Loan,50,0,40,0,0,0.0",
        "",
      ].join("\r\n"),
    );
    expect(headers.get("Content-Disposition")).toBe(
      'attachment; filename="almanac_offer_performance_20260323_20260330T150000Z.csv"',
    );
    expect(headers.get("ETag")).toBeTruthy();
  });

  it("dates trends, names groups, flattens what is one answer", async () => {
    const first = async (query: string) => (await csv(query)).text.split("\r\n").slice(0, 2);
    expect(await first("type=daily_trend")).toEqual([
      "date,name,impressions,conversions",
      "2026-03-24,Mar 24,0,0",
    ]);
    expect(await first("type=offer_performance_grouped&groupBy=segment")).toEqual([
      "groupBy,groupId,groupName,offerId,name,impressions,conversions,revenue,conversionRate",
      "segment,segV,VIP,offA,Alpha Card,20,2,100,10.0",
    ]);
    expect(await first("type=summary")).toEqual([
      "activeOffers,activeChannels,activeExperiments,totalJourneys,activeTriggers,pendingApprovals",
      "2,2,1,3,2,1",
    ]);
    expect(await first("type=model_metrics_trend")).toEqual(["series,name,value", ""]);
    const { headers } = await csv("type=summary");
    expect(headers.get("Content-Disposition")).toContain("almanac_summary_20260330T150000Z.csv");
  });

  it("ends with what changed, a null as nothing", async () => {
    const { text } = await csv("type=channel_effectiveness&compare=previous");
    const [header, email, push] = text.split("\r\n");
    expect(header).toContain(
      "effectiveness,impressionsPrevious,impressionsAbs,impressionsPct,conversionsPrevious,",
    );
    expect(email).toBe("chE,Marketing Email,100,6,6.0,100,0,0,1,5,500,1,5,500");
    expect(push).toBe("chP,Push,40,0,0.0,0,40,,0,0,0,0,0,0");
  });

  it("disarms formulas, not negative numbers (E7)", async () => {
    const own = await createBoard([catalogue]);
    await own.put({
      offers: [{ id: "offA", name: "=1+1", status: "active", budget_total: 10 }],
      interactions: [event("r", "c", { outcome: "convert", value: -20 })],
      budget_spend: [{ id: "s", offer_id: "offA", amount: -1, occurred_at: noon(1) }],
    });
    const { text } = await csv("type=offer_performance", own.get);
    expect(text).toContain("offA,'=1+1,50,3,0,1,-20,0.0");
    expect((await csv("type=budget_burn", own.get)).text).toContain("offA,10,-1,11,-10.0");
  });

  it("of a segment that cannot be used is the header alone, and says why", async () => {
    const missing = await csv("type=acceptance_rate&segmentId=nope");
    expect(missing.text).toBe("offerId,offerName,impressions,positive,negative,acceptanceRate\r\n");
    expect(missing.headers.get("X-Data-Warning")).toBe("segment_not_found");
    const { headers } = await csv("type=revenue_trend&segmentId=segN");
    expect(headers.get("X-Data-Warning")).toBe("segment_not_materialized");
  });

  it("leaves errors in JSON", async () => {
    const response = await get("type=acceptance_rate&days=0&format=csv");
    expect((await json(response)).error.code).toBe("BAD_REQUEST");
  });
});

import { beforeEach, describe, expect, it } from "vitest";
import { openOffice } from "./kit.ts";

let office: Awaited<ReturnType<typeof openOffice>>;
beforeEach(async () => {
  office = await openOffice();
});

const BOTH = { academy: "1,2" };
const GET = { method: "GET" };
const POST = { method: "POST" };
const DELETE = { method: "DELETE" };
const pathOf = (id: number) => `/churn/generate/${id}`;

async function start(body: object, academy = "1"): Promise<number> {
  const answer = await office.call("/churn/generate", { body, academy });
  return answer.body.id;
}

describe("a job by id", () => {
  it.each([
    ["", GET],
    ["", DELETE],
    ["/cancel", POST],
    ["/retry", POST],
    ["/events", GET],
  ])("is not there for who may not see it: %s %j", async (suffix, verb) => {
    const id = await start({ days_back: 1 });
    const parent = await start({ days_back: 2 }, "1,2");
    const path = pathOf(id) + suffix;
    const stranger = await openOffice();
    const refusals = [
      office.refused(`/acquisition/generate/${id}${suffix}`, verb),
      office.refused(path, { ...verb, academy: "2" }),
      office.refused(pathOf(parent) + suffix, verb),
      office.refused(`/churn/generate/9007199254740993${suffix}`, verb),
      office.refused(`/churn/generate/${"9".repeat(400)}${suffix}`, verb),
      stranger.refused(path, verb),
    ];
    const all = await Promise.all(refusals);
    expect(new Set(all)).toEqual(new Set(["report-generation-job-not-found"]));
    expect(await office.refused(`/nope/generate/${id}${suffix}`, verb)).toBe(
      "report-type-not-found",
    );
    expect((await office.call(pathOf(id))).body.status).toBe("PENDING");
  });
  it.each(["/churn/generate/x", "/churn/generate/-1", "/churn/generate/1/", "/churn/generate/1.0"])(
    "has an id of digits: %s",
    async (path) => {
      expect(await office.refused(path)).toBe("not-found");
    },
  );
  it("is checked in the order of the contract", async () => {
    const id = await start({ days_back: 1 });
    const csv = { headers: { Accept: "text/csv" } };
    const answers = [
      office.refused(`${pathOf(id)}/nope`, { ...csv, key: "alm_x" }),
      office.refused(pathOf(id), { ...csv, key: "alm_x" }),
      office.refused(pathOf(id), { key: "alm_x", method: "PUT" }),
      office.refused(pathOf(id), { method: "PUT", academy: null }),
      office.refused("/nope/generate/0", { academy: null }),
      office.refused("/nope/generate/0", { academy: "3" }),
      office.refused("/nope/generate/0"),
      office.refused("/churn/generate/0"),
      office.refused(`${pathOf(id)}/cancel`, GET),
      office.refused(`${pathOf(id)}/events`, { headers: { Accept: "application/json" } }),
    ];
    expect(await Promise.all(answers)).toEqual([
      "not-found",
      "not-acceptable",
      "invalid-token",
      "method-not-allowed",
      "missing-academy",
      "without-capability",
      "report-type-not-found",
      "report-generation-job-not-found",
      "method-not-allowed",
      "not-acceptable",
    ]);
  });
  it("ignores the body of a cancel and a retry", async () => {
    const id = await start({ days_back: 1 });
    const odd = { ...POST, body: "{", headers: { "Content-Type": "text/plain" } };
    expect((await office.call(`${pathOf(id)}/cancel`, odd)).status).toBe(200);
    expect((await office.call(`${pathOf(id)}/retry`, odd)).status).toBe(202);
  });
  it("is read in one call of the database", async () => {
    const id = await start({ days_back: 1 }, "1,2");
    const from = office.server.calls.length;
    await office.call(pathOf(id), BOTH);
    expect(office.server.calls.length - from).toBe(1);
  });
});

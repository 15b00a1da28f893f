import { describe, expect, it } from "vitest";
import { json, newKey } from "../../kit/server.ts";
import { ingest } from "../../kit/ingest.ts";
import { BASE, newReporters, refusal } from "../reports-kit.ts";

const reporters = await newReporters();
const { ask, server, adminKey } = reporters;

/** u-7 holds the capability on 1, 2, 4 (inactive), 5 (deleted) and 9 (not there); 3 is another's. */
describe("strict: every academy that was asked for, or the first that fails", () => {
  it.each([
    ["1", 200, ""],
    ["2,1,2, 1", 200, ""],
    ["001", 200, ""],
    ["3", 403, "User u-7 lacks read_monitoring_report on academy 3."],
    ["9", 403, "User u-7 lacks read_monitoring_report on academy 9."],
    ["4", 403, "Academy 4 is inactive."],
    ["5", 403, "Academy 5 is deleted."],
    ["1,4,3", 403, "Academy 4 is inactive."],
    ["1,3,4", 403, "User u-7 lacks read_monitoring_report on academy 3."],
    ["9007199254740993", 403, "User u-7 lacks read_monitoring_report on academy 9007199254740993."],
    ["9".repeat(400), 403, `User u-7 lacks read_monitoring_report on academy ${"9".repeat(400)}.`],
    ["1,x,3", 400, '"x" is not an academy id.'],
    ["1,-2", 400, '"-2" is not an academy id.'],
  ])("%s: %i %s", async (academy, status, detail) => {
    const response = await ask("", { academy });
    expect(response.status).toBe(status);
    if (detail) expect((await json(response)).detail).toBe(detail);
  });

  it("asks for some academy: a header without any is not made up for by the parameter", async () => {
    for (const [path, academy] of [
      ["", null],
      ["", ""],
      ["?academy=", null],
      ["?academy=%20,%20", null],
      ["?academy=1", " , "],
    ] as const) {
      expect((await refusal(await ask(path, { academy }))).slug, path).toBe("missing-academy");
    }
    expect((await ask("?academy=1&academy=2", { academy: null })).status).toBe(200);
    expect((await refusal(await ask("?academy=1&academy=3", { academy: null }))).slug).toBe(
      "without-capability",
    );
  });
});

describe("aggregate: those that may be read", () => {
  it.each([
    ["1", 200],
    ["2,3,1", 200],
    ["4,1,9", 200],
    ["3,4,5,9", 403],
    ["3", 403],
  ])("%s: %i", async (academy, status) => {
    const response = await ask("/generate-jobs", { academy });
    expect(response.status).toBe(status);
    if (status === 403) {
      expect(await refusal(response)).toMatchObject({
        slug: "without-capability",
        body: {
          detail: "User u-7 lacks read_monitoring_report on every requested academy.",
        },
      });
    }
  });
});

it("holds on every academy there is with *, and on no other", async () => {
  const everywhere = [{ academy_id: "*" as const, capabilities: ["read_monitoring_report"] }];
  const { key } = await newKey(server, adminKey, { capabilities: everywhere });
  const status = async (academy: string) =>
    (await server.request(BASE, { key, headers: { Academy: academy } })).status;
  expect([await status("1,2,3"), await status("9")]).toEqual([200, 403]);
});

it("asks for this capability by its name, whatever the role", async () => {
  const others = [{ academy_id: 1, capabilities: ["read_everything"] }];
  const { key } = await newKey(server, adminKey, { role: "admin", capabilities: others });
  const response = await server.request(BASE, { key, headers: { Academy: "1" } });
  expect((await refusal(response)).slug).toBe("without-capability");
});

it("refuses an academy the moment that it is put out of force", async () => {
  const own = await newReporters();
  expect((await own.ask("/churn")).status).toBe(200);
  const closed = { id: 1, slug: "miami", name: "Miami", status: "INACTIVE" };
  await ingest(own.server, own.adminKey, "academies", [closed]);
  expect((await refusal(await own.ask("/churn"))).slug).toBe("academy-inactive");
});

it("does not take another tenant's academy for one's own", async () => {
  const own = await newReporters();
  const theirs = await newReporters();
  await theirs.put("academies", [{ id: 9, slug: "nine", name: "Nine" }]);
  expect((await refusal(await own.ask("", { academy: "9" }))).slug).toBe("without-capability");
});

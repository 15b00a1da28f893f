import { describe, expect, it } from "vitest";
import { json } from "../../kit/server.ts";
import { alertRows, newReporters, refusal } from "../reports-kit.ts";

describe("resolving an alert", () => {
  const resolve = async (body: unknown, headers = {}) => {
    const { ask, tenantId } = await newReporters();
    const [id] = await alertRows(tenantId, [{}]);
    return ask(`/churn/alerts/${id}/resolve`, { method: "POST", body, headers });
  };

  it.each([
    [{}, null],
    [{ action_taken: null, other: 1 }, null],
    [{ action_taken: "x" }, "x"],
    [{ action_taken: "😀".repeat(2_000) }, "😀".repeat(2_000)],
    [undefined, null],
  ])("takes %j", async (body, action) => {
    const response = await resolve(body);
    expect(response.status).toBe(200);
    expect(await json(response)).toMatchObject({ action_taken: action, resolved_by_id: "u-7" });
  });

  it.each(["", "x".repeat(2_001), 5, ["x"], false, "half \ud83d a character"])(
    "refuses %j as what was done",
    async (action) => {
      expect(await refusal(await resolve({ action_taken: action }))).toMatchObject({
        status: 400,
        slug: "invalid-body",
        keys: ["detail", "slug", "status_code", "action_taken"],
        body: { action_taken: ["Must be text of 1 to 2000 characters."] },
      });
    },
  );

  it.each([
    ["[]", {}, 400, "invalid-body"],
    ["{", {}, 400, "invalid-json"],
    ["{}", { "Content-Type": "text/plain" }, 415, "unsupported-media-type"],
    [`{"a":"${"x".repeat(70_000)}"}`, {}, 413, "payload-too-large"],
    [
      `{"a":"${"x".repeat(70_000)}"}`,
      { "Content-Type": "text/csv" },
      415,
      "unsupported-media-type",
    ],
  ])("refuses %.10s… %j with %i", async (body, headers, status, slug) => {
    expect(await refusal(await resolve(body, headers))).toMatchObject({ status, slug });
  });

  it("looks for the alert before it reads the body, and tells of the body before of the state", async () => {
    const { ask, tenantId } = await newReporters();
    const [theirs] = await alertRows((await newReporters()).tenantId, [{}]);
    const [elsewhere, over] = await alertRows(tenantId, [{ academy_id: 2 }, { resolved_at: 4 }]);
    const slug = async (path: string, body: string) =>
      (await refusal(await ask(path, { method: "POST", body }))).slug;
    expect(await slug(`/churn/alerts/${elsewhere}/resolve`, "{")).toBe("alert-not-found");
    expect(await slug(`/churn/alerts/${theirs}/resolve`, "{")).toBe("alert-not-found");
    expect(await slug("/churn/alerts/99999999999999999999/resolve", "{")).toBe("alert-not-found");
    expect(await slug(`/acquisition/alerts/${over}/resolve`, "{")).toBe(
      "report-alerts-not-supported",
    );
    expect(await slug(`/nope/alerts/${over}/resolve`, "{")).toBe("report-type-not-found");
    expect(await slug(`/churn/alerts/${over}/resolve`, "{")).toBe("invalid-json");
    expect(await slug(`/churn/alerts/${over}/resolve`, "{}")).toBe("alert-already-resolved");
    expect(await json(await ask("/churn/alerts"))).toMatchObject([
      {
        id: over,
        resolved_by_id: null,
        action_taken: null,
        resolved_at: "1970-01-01T00:00:00.004Z",
      },
    ]);
  });

  it("is done by one of two at once", async () => {
    const { ask, tenantId } = await newReporters();
    const [id] = await alertRows(tenantId, [{}]);
    const answers = await Promise.all(
      ["a", "b", "c"].map((action_taken) =>
        ask(`/churn/alerts/${id}/resolve`, { body: { action_taken } }),
      ),
    );
    const done = answers.filter(({ status }) => status === 200);
    expect(done).toHaveLength(1);
    const [stored] = await json(await ask("/churn/alerts"));
    expect(await json(done[0] ?? Response.error())).toEqual(stored);
  });
});

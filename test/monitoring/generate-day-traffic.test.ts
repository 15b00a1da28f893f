import { expect, it } from "vitest";
import { newStage } from "./kit.ts";

it("takes into the Worker nothing that grows with the users", async () => {
  const traffic = async (users: number) => {
    const stage = await newStage();
    const numbers = Array.from({ length: users }, (_, no) => no + 1);
    await stage.put(
      "subscriptions",
      numbers.map((id) => ({ id, user_id: id, academy_id: 1, status: "PAYMENT_ISSUE" })),
    );
    const { generatedRows } = await stage.generate("churn");
    const { statements = [], rowsReturned } = stage.server.calls.at(-1) ?? {};
    const sent = statements.map(({ sql: text, values }) => `${text} ${JSON.stringify(values)}`);
    const ids = new RegExp(stage.tenantId, "g");
    return { generatedRows, rowsReturned, sent: sent.map((one) => one.replaceAll(ids, "").length) };
  };
  const few = await traffic(10);
  const many = await traffic(1_000);
  expect([few.generatedRows, many.generatedRows]).toEqual([10, 1_000]);
  expect(many.rowsReturned).toBe(few.rowsReturned);
  expect(many.sent).toEqual(few.sent);
});

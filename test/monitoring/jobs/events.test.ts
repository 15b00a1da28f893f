import { describe, expect, it } from "vitest";
import { deliver, fire, settle } from "../../generation/world.ts";
import { openOffice } from "./kit.ts";

type Office = Awaited<ReturnType<typeof openOffice>>;

/** An office with a job, and its stream, read piece by piece. */
async function watched(days: number, prepare: (office: Office) => Promise<void> = async () => {}) {
  const office = await openOffice();
  const { body } = await office.call("/churn/generate", { body: { days_back: days } });
  await prepare(office);
  const from = office.server.calls.length;
  const path = `/v1/monitoring/report/churn/generate/${body.id}/events?academy=1`;
  const response = await office.server.request(path, { key: office.key });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error("no body");
  const next = async () => (await reader.read()).value;
  return { office, id: Number(body.id), response, reader, next, from };
}

const dataOf = (event: string | undefined) =>
  JSON.parse(/^data: (.*)$/m.exec(event ?? "")?.[1] ?? "");

describe.concurrent("the event stream of a job", () => {
  it("tells what an ended job came to, and ends", async () => {
    const { office, id, response, next } = await watched(1, ({ world }) => settle(world));
    expect([response.status, response.headers.get("Content-Type")]).toEqual([
      200,
      "text/event-stream",
    ]);
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    expect(await next()).toBe("retry: 3000\n\n");
    const event = await next();
    expect(event).toMatch(/^id: \d+\nevent: job\ndata: \{"id":\d+,.*\}\n\n$/);
    expect(dataOf(event)).toEqual((await office.call(`/churn/generate/${id}`)).body);
    expect(await next()).toBe('event: end\ndata: {"status":"DONE"}\n\n');
    expect(await next()).toBeUndefined();
  });

  it("tells each change of a running job in time, with a growing version", async () => {
    const { office, id, next } = await watched(2);
    await next();
    const first = await next();
    expect(dataOf(first)).toMatchObject({ id, status: "PENDING", task_id: null });
    const told = next();
    await fire(office.world);
    await deliver(office.world, 1);
    office.world.now += 1_000;
    await fire(office.world);
    const changed = Date.now();
    const second = await told;
    // Two seconds are promised; a machine that is busy may take its time for a look.
    expect(Date.now() - changed).toBeLessThan(3_000);
    expect(dataOf(second)).toMatchObject({ status: "RUNNING", progress_current: 1 });
    const versions = [first, second].map((event) => Number(/^id: (\d+)/.exec(event ?? "")?.[1]));
    expect(versions[1]).toBeGreaterThan(versions[0] ?? 0);
    await settle(office.world);
    const events = [await next(), await next(), await next()];
    expect(dataOf(events[0])).toMatchObject({ status: "DONE", generated_rows: 10 });
    expect(events.slice(1)).toEqual(['event: end\ndata: {"status":"DONE"}\n\n', undefined]);
  });

  it("tells that a job was adopted, and closes when it was deleted", async () => {
    const { office, id, next } = await watched(1);
    await next();
    await next();
    const told = next();
    const family = { body: { date: "2026-04-13" }, academy: "1,2" };
    const { body: parent } = await office.call("/churn/generate", family);
    expect(dataOf(await told)).toMatchObject({ id, parent_id: parent.id });
    const closed = next();
    await office.server.deps.db
      .prepare("DELETE FROM report_generation_jobs WHERE tenant_id = ?")
      .bind(office.tenantId)
      .run();
    expect(await closed).toBeUndefined();
  });

  it("closes when the key was revoked, without an end", async () => {
    const { office, next } = await watched(1);
    await next();
    await next();
    const path = `/api/v1/api-keys/${office.keyId}`;
    await office.server.request(path, { method: "DELETE", key: office.adminKey });
    office.world.now += 15_000;
    expect(await next()).toBeUndefined();
  });

  it("keeps an untouched stream alive", async () => {
    const { office, next, reader } = await watched(1);
    await next();
    await next();
    office.world.now += 15_000;
    expect(await next()).toBe(": keep-alive\n\n");
    await reader.cancel();
  });

  it("asks the database nothing more once the reader has left", async () => {
    const { office, next, reader } = await watched(1);
    await next();
    await next();
    const pending = next();
    await reader.cancel();
    await pending;
    const from = office.server.calls.length;
    await new Promise((done) => setTimeout(done, 2_200));
    expect(office.server.calls.length).toBe(from);
  });

  it("asks once for each look", async () => {
    const { office, next, reader, from } = await watched(1);
    await next();
    await next();
    expect(office.server.calls.length - from).toBe(1);
    const pending = next();
    await expect.poll(() => office.server.calls.length - from, { timeout: 3_000 }).toBe(2);
    await reader.cancel();
    await pending;
  });
});

import { env } from "cloudflare:test";
import { beforeEach, expect, it } from "vitest";
import { expireDocuments } from "#documents";
import { guardD1 } from "#shared";
import { newKey } from "../../kit/server.ts";
import { createConversational } from "../../../src/documents/writing/conversational.ts";
import type { WriterDeps } from "../../../src/documents/writing/conversational.ports.ts";
import { createMappingStore } from "../../../src/documents/privacy/mappings.repository.ts";
import {
  act,
  create,
  createWorld,
  deliver,
  fire,
  newCaller,
  REPORTS,
  settle,
  work,
} from "../world.ts";
import { answer, failure, fakeModel, promptOf } from "../writing/fake-model.ts";
import { isOutline, LONG } from "../writing/model-task.ts";
import { writerDeps } from "../writing/kit.ts";

const HOUR = 3_600_000;

// Places span tenants: what other tests left would be counted.
beforeEach(() => env.DB.prepare("DELETE FROM documents").run());

/** A world that writes for real. */
async function writing(overrides: Partial<WriterDeps> = {}) {
  const clock = { now: (): number => world.now };
  const generators = { conversational: createConversational(writerDeps({ clock, ...overrides })) };
  const world = createWorld({ generators });
  return { world, ...(await newCaller(world)) };
}

const about = (
  email: string,
  text = `The pump valve is checked by the person at ${email} daily.`,
) => ({
  output_format: "md",
  parameters: {
    user_query: `The pump valve of ${email}`,
    context: {
      sources: [{ title: "Pumps", text: `${text} Card 4111 1111 1111 1111 pays for it.` }],
    },
  },
});

const mappings = (tenantId: string) =>
  env.DB.prepare("SELECT * FROM document_pii_mappings WHERE tenant_id = ?")
    .bind(tenantId)
    .all<{ delete_after: number | null }>()
    .then(({ results }) => results);

it("outlives a run of 25 minutes and is gone a day after the end", async () => {
  const { world, key, tenantId } = await writing();
  const id = await create(world, key, about("jane@example.com"));
  await fire(world);
  const begun = world.now;
  while (world.messages.length > 0) {
    world.now = Math.min(world.now + 170_000, begun + 25 * 60_000);
    await expireDocuments(world.deps);
    await deliver(world);
  }
  const file = await world.server.request(`${REPORTS}/${id}/download`, { key });
  const markdown = await file.text();
  expect(markdown).toContain("checked by the person at jane@example.com daily");
  expect(markdown).not.toMatch(/\[\[|EMAIL_/);
  expect(world.now - begun).toBe(25 * 60_000);
  world.now += 24 * HOUR - 1;
  await expireDocuments(world.deps);
  expect(await mappings(tenantId)).toHaveLength(1);
  world.now += 1;
  await expireDocuments(world.deps);
  expect(await mappings(tenantId)).toEqual([]);
});

it("never mixes users, and goes with its document", async () => {
  const { world, key, adminKey, tenantId } = await writing();
  const { key: other } = await newKey(world.server, adminKey, { role: "viewer" });
  const jane = await create(world, key, about("jane@example.com"));
  const kim = await create(world, other, about("kim@example.com"));
  await work(world);
  const textOf = async (id: string, reader: string) =>
    (await world.server.request(`${REPORTS}/${id}/download`, { key: reader })).text();
  const [janes, kims] = [await textOf(jane, key), await textOf(kim, other)];
  expect([janes.includes("jane@"), janes.includes("kim@")]).toEqual([true, false]);
  expect([kims.includes("jane@"), kims.includes("kim@")]).toEqual([false, true]);
  expect(await mappings(tenantId)).toHaveLength(2);
  await world.server.request(`${REPORTS}/${jane}`, { key, method: "DELETE" });
  expect(await mappings(tenantId)).toHaveLength(1);
});

it("that a worker stores after the end is gone a day later too", async () => {
  const { world, key, tenantId } = await writing();
  const id = await create(world, key, about("jane@example.com"));
  const store = createMappingStore(guardD1(env.DB));
  const sealed = { iv: new Uint8Array(12), ciphertext: new Uint8Array(20) };
  await act(world, key, id, "cancel");
  await store.put({ tenantId, documentId: id, run: 0 }, sealed, world.now);
  await world.server.request(`${REPORTS}/${id}`, { key, method: "DELETE" });
  await store.put({ tenantId, documentId: id, run: 0 }, sealed, world.now);
  const due = (await mappings(tenantId)).map(({ delete_after }) => delete_after);
  expect(due).toEqual([world.now + 24 * HOUR]);
});

it("a section with an invented placeholder is written anew, and those before it stay", async () => {
  const written: string[] = [];
  const { model } = fakeModel((asked) => {
    if (isOutline(asked)) return answer({ text: "no JSON" });
    const heading = /section "([^"]+)"/.exec(promptOf(asked))?.[1] ?? "";
    written.push(heading);
    const isFirst = written.filter((one) => one === heading).length === 1;
    const invents = heading === "Background and Scope" && isFirst;
    return answer({ text: `${invents ? "[[NAME_9]]" : "[[EMAIL_1]]"} ${LONG.repeat(20)}` });
  });
  const { world, key } = await writing({ model, writer: "model" });
  const id = await create(world, key, about("jane@example.com"));
  await settle(world);
  expect(written).toEqual([
    "Executive Summary",
    "Background and Scope",
    "Background and Scope",
    "Detailed Analysis",
    "Risks and Limitations",
    "Recommendations",
    "Conclusion",
  ]);
  const file = await (await world.server.request(`${REPORTS}/${id}/download`, { key })).text();
  expect(file).not.toMatch(/NAME_9|EMAIL_1/);
});

it("is all that holds a value: checkpoints, messages, logs and audit do not", async () => {
  let checked = 0;
  const { model } = fakeModel((asked) => {
    if (isOutline(asked)) return answer({ text: "no JSON" });
    checked += 1;
    const prompt = promptOf(asked);
    // The upstream says back what it was sent, once with a failure.
    return checked === 3
      ? failure(400, {}, { message: prompt })
      : answer({ text: `[[EMAIL_1]] ${LONG}` });
  });
  const { world, key, tenantId } = await writing({ model, writer: "model" });
  const logs: string[] = [];
  const id = await create(world, key, about("jane@example.com"));
  const seen: string[] = [];
  for (let round = 0; round < 12; round++) {
    await fire(world);
    seen.push(JSON.stringify([world.messages, world.disk]));
    await deliver(world);
    const { objects } = await env.FILES.list({ prefix: `documents/${tenantId}/${id}/work/` });
    for (const object of objects)
      seen.push((await (await env.FILES.get(object.key))?.text()) ?? "");
    world.now += 30_000;
  }
  logs.push(...world.server.lines);
  expect(logs.join("\n")).toContain("documents.step.failed");
  const audit = env.DB.prepare("SELECT * FROM document_audit WHERE tenant_id = ?").bind(tenantId);
  const kept = [...seen, ...logs, JSON.stringify((await audit.all()).results)].join("\n");
  expect(kept).toContain("[[EMAIL_1]]");
  expect(kept).not.toMatch(/jane|example\.com|4111/);
  const file = await world.server.request(`${REPORTS}/${id}/download`, { key });
  expect(await file.text()).toContain("jane@example.com");
});

import { env } from "cloudflare:test";
import { expect, it } from "vitest";
import { createConversational, tenantFacts } from "#documents";
import { guardD1, type Role } from "#shared";
import { newKey } from "../../kit/server.ts";
import { create, NOON, REPORTS, work } from "../world.ts";
import { writerDeps } from "../writing/kit.ts";
import { fill, openOffice, TEMPLATES } from "./kit.ts";

const clock = { now: () => NOON };
const factsOf = tenantFacts({ db: guardD1(env.DB), clock, phoneRegion: "US" });

const FOR_ALL = ["System Health", "Knowledge Base Analytics", "Performance Dashboard"];

it("facts of the templates that a role may use can be asked for, with defaults", async () => {
  const office = await openOffice();
  await fill(office, 2);
  const assignment = { tenantId: office.tenantId, asOf: NOON };
  const titles = async (userRole: "user" | "admin", context: object) =>
    (await factsOf({ ...assignment, userRole, parameters: { context } })).map(({ title }) => title);
  expect(await titles("user", {})).toEqual(FOR_ALL);
  expect(await titles("user", { academy_id: 1 })).toEqual([
    "System Health",
    "Knowledge Base Analytics",
    "Churn Risk Briefing",
    "Acquisition Funnel",
    "Performance Dashboard",
  ]);
  expect(await titles("admin", { academy_id: 1 })).toEqual([
    "System Health",
    "Security Audit",
    "Knowledge Base Analytics",
    "PII Compliance",
    "Churn Risk Briefing",
    "Acquisition Funnel",
    "Performance Dashboard",
  ]);
}, 30_000);

it("facts follow the tenant's own templates: who may use them, and which are switched off", async () => {
  const { world, adminKey, tenantId } = await openOffice();
  const change = (name: keyof typeof TEMPLATES, body: object) =>
    world.server.request(`${REPORTS}/templates/${TEMPLATES[name]}`, {
      key: adminKey,
      method: "PUT",
      body,
    });
  await change("System Health", { required_role: "admin" });
  await change("Security Audit", { required_role: "user" });
  await change("Performance Dashboard", { is_active: false });
  const facts = await factsOf({ tenantId, asOf: NOON, userRole: "user", parameters: {} });
  expect(facts.map(({ title }) => title)).toEqual(["Security Audit", "Knowledge Base Analytics"]);
});

it.each<[Role, boolean]>([
  ["admin", true],
  ["editor", false],
  ["viewer", false],
])("a document asked for by the role %s has the facts of admins: %s", async (role, has) => {
  const { world, adminKey, tenantId } = await openOffice({
    conversational: createConversational(writerDeps({ clock, tenantFacts: factsOf })),
  });
  const { key } = await newKey(world.server, adminKey, { role });
  const id = await create(world, key, {
    output_format: "md",
    parameters: {
      user_query: "How many documents are waiting in the queue, and which API keys are active?",
      context: { include_tenant_data: true },
    },
  });
  // What its author may do later does not matter: the document keeps what it was asked with.
  await env.DB.prepare("UPDATE api_keys SET role = 'viewer' WHERE tenant_id = ? AND role = ?")
    .bind(tenantId, role)
    .run();
  await work(world);
  const { results } = await env.DB.prepare(
    "SELECT kind, title FROM document_sources WHERE tenant_id = ? AND document_id = ? ORDER BY title",
  )
    .bind(tenantId, id)
    .all<{ kind: string; title: string }>();
  expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(["tenant_data"]));
  expect(results.some(({ title }) => title === "Security Audit")).toBe(has);
});

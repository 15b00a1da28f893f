import type { DemoTenant } from "./demo-tenant.ts";

const EXAMPLE = {
  id: "my-first-event",
  customer_id: "customer-1",
  offer_id: "offer-1",
  channel_id: "web",
  outcome: "click",
};

/** Lines that work when pasted into a shell. */
function firstSteps(url: string, { keys }: DemoTenant, now: Date): string[] {
  const record = JSON.stringify([{ ...EXAMPLE, timestamp: now.toISOString() }]);
  return [
    `curl -sS -H 'X-API-Key: ${keys.viewer}' ${url}/api/v1/ingest`,
    `curl -sS -H 'X-API-Key: ${keys.editor}' -H 'Content-Type: application/json' -d '${record}' ${url}/api/v1/ingest/interactions`,
    `curl -sS -H 'X-API-Key: ${keys.admin}' ${url}/api/v1/api-keys`,
  ];
}

export function welcome(url: string, demo: DemoTenant, now: Date): string {
  const keys = Object.entries(demo.keys).map(([role, key]) => `  ${role.padEnd(8)}${key}`);
  return [
    "",
    `Almanac runs at ${url} (API: ${url}/openapi.json). Ctrl-C ends it.`,
    "",
    `Keys of the tenant "${demo.tenant}" (synthetic data, made up by this project):`,
    ...keys,
    "",
    "Try:",
    ...firstSteps(url, demo, now),
    "",
  ].join("\n");
}

import { getTableColumns, getTableName, is } from "drizzle-orm";
import { getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import type { Dataset } from "../../src/sources/dataset.ts";
import { datasets } from "../../src/sources/registry.ts";
import * as schemaTables from "../../src/schema.ts";
import { createServer, json, newTenant } from "../kit/server.ts";

/** The contract's table: `?` optional; `| key` where it is not `id`. */
const CONTRACT = `
academies: id slug name status?
academy_aliases: slug academy_id | slug
users: id email? first_name? last_name? is_active?
subscriptions: id user_id academy_id status next_payment_at? valid_until? starts_at? ended_at?
activities: id user_id academy_id? kind timestamp related_type? related_id? related_slug? count?
exercise_telemetry: id user_id academy_id? engagement_score? frustration_score? recorded_at
form_entries: id created_at academy_id? location? user_id? email? deal_status? won_at? lead_type? utm_source? utm_medium? utm_campaign? utm_content? utm_term? utm_placement? utm_url? attribution_id? custom_fields? current_download? gclid? referral_key?
user_invites: id created_at academy_id? cohort_id? cohort_academy_id? course_id? course_academy_id? syllabus_id? syllabus_academy_owner_id? user_id? author_id? email? role? event_slug? asset_slug? conversion_info? subscription_seat_id? plan_financing_seat_id? payment_method_id? status? process_status? sent_at? opened_at? clicked_at?
events: id academy_id? slug? asset_slug?
event_checkins: id event_id created_at attended_at? status? attendee_id? email? utm_source? utm_medium? utm_campaign? utm_url?
categories: id name status?
offers: id name status category_id? priority? budget_total? deleted?
channels: id name channel_type? status? deleted?
creatives: id offer_id channel_id name? status? deleted?
experiments: id name status
journeys: id name status
triggers: id name status
approvals: id entity_type entity_id status created_at?
segments: id name status? materialized_at? deleted?
segment_members: segment_id customer_id | segment_id customer_id
outcome_types: key name? classification category is_conversion? is_exposure? | key
interactions: id customer_id offer_id? creative_id? channel_id? outcome timestamp direction? conversion_value? recommendation_id? rank? context? count?
decision_traces: id customer_id request_id? decision_flow_id? decision_flow_key? channel_id? created_at degraded_scoring? total_latency_ms? candidate_count? after_qualification? after_suppression? after_contact_policy? final_count? qualification_results? contact_policy_results? scoring_results? selected_offers?
decision_flows: id key name?
budget_allocations: id scope scope_id? period_type period_key max_spend? max_impressions? max_conversions?
budget_spend: id offer_id amount occurred_at
attribution_results: id customer_id conversion_id model total_value created_at
algorithm_models: id key name model_type status last_trained_at? auc? feature_importance?
model_metric_snapshots: id model_id recorded_at auc? metrics?
suppressions: id customer_id policy_type scope? scope_id? reason? created_at expires_at?
runs: id decision_flow_id? status started_at? completed_at? latency_ms?
`
  .trim()
  .split("\n")
  .map((line) => {
    const [name = "", fields = "", key = "id"] = line.split(/: | \| /);
    return { name, fields: fields.split(" "), key: key.split(" ") };
  });

const modules = import.meta.glob<Record<string, Dataset>>("../../src/sources/datasets/*.ts", {
  eager: true,
});
const tables = Object.values(schemaTables)
  .map((table: unknown) => table)
  .filter((table) => is(table, SQLiteTable));

it("registers every file of the folder, and nothing else", () => {
  const inFolder = Object.entries(modules).map(([file, exports]) => {
    const [dataset] = Object.values(exports);
    expect(file.endsWith(`/${dataset?.name.replaceAll("_", "-")}.ts`)).toBe(true);
    return dataset?.name ?? "";
  });
  expect(inFolder.toSorted()).toEqual(datasets.map(({ name }) => name).toSorted());
});

it("gives every table to the migrations", () => {
  const names = new Set(tables.map((table) => getTableName(table)));
  expect(datasets.filter(({ name }) => !names.has(name))).toEqual([]);
});

/** What looks at all tenants on purpose: look-ups that tell the tenant, queues and sweeps. */
const ACROSS_TENANTS = [
  "api_keys_by_hash",
  "document_shares_by_token",
  "report_generation_jobs_stale",
  "documents_in_order",
  "documents_ended",
  "documents_stale",
  "documents_by_expiry",
  "document_idempotency_by_expiry",
  "document_audit_by_age",
  "document_pii_mappings_by_end",
  "document_purges_due",
  "document_webhook_deliveries_due",
  "document_webhook_deliveries_by_age",
];

it("begins the key of every table with the tenant", () => {
  for (const table of tables.filter((one) => getTableName(one) !== "tenants")) {
    const { name, primaryKeys, indexes } = getTableConfig(table);
    const firsts = [
      ...primaryKeys.map(({ columns }) => columns[0]?.name),
      ...indexes
        .filter(({ config }) => !ACROSS_TENANTS.includes(config.name))
        .map(({ config: { columns } }) => columns[0] && Reflect.get(columns[0], "name")),
    ];
    // Rows with an id of the database's own are found by it, and by tenant in every index.
    expect(firsts, name).toEqual(firsts.map(() => "tenant_id"));
    expect(Object.keys(getTableColumns(table)), name).toContain("tenant_id");
  }
});

describe("every dataset", async () => {
  const server = createServer();
  const { adminKey: key } = await newTenant(server);
  const { data } = await json(await server.request("/api/v1/ingest", { key }));

  it("is listed in the contract's order", () => {
    expect(data.map(({ name }: { name: string }) => name)).toEqual(
      CONTRACT.map(({ name }) => name),
    );
  });

  it.each(CONTRACT)("$name has the contract's fields and key, each described", (contract) => {
    const listed = data.find(({ name }: { name: string }) => name === contract.name);
    const { properties, required, additionalProperties } = listed.schema;
    const fields = Object.keys(properties).map((name) =>
      required.includes(name) ? name : `${name}?`,
    );
    expect(fields).toEqual(contract.fields);
    expect(listed.key).toEqual(contract.key);
    expect(additionalProperties).toBe(false);
    for (const [name, schema] of Object.entries(properties)) {
      expect(JSON.stringify(schema), name).toContain('"description"');
    }
  });
});

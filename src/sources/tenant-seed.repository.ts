import type { Db } from "#shared";
import type { TenantSeed } from "#tenancy";
import { outcomeTypes } from "./datasets/outcome-types.ts";

type Kind = "neutral" | "positive" | "negative";

const shown = (keys: string[], isExposure: number) =>
  keys.map((key) => ({ key, kind: "neutral" as Kind, category: "impression", isExposure }));
const answered = (kind: Kind, keys: string[], isConversion = 0) =>
  keys.map((key) => ({ key, kind, category: "response", isConversion }));

/** The outcome types that a new tenant has. `delivery` is no exposure: it comes beside one. */
const USUAL = [
  ...shown(["impression"], 1),
  ...shown(["delivery", "not_presented", "expired"], 0),
  ...answered("positive", ["click", "share", "save", "requested_info", "accept"]),
  ...answered("positive", ["convert", "conversion"], 1),
  ...answered("negative", ["dismiss", "not_interested", "opt_out", "complaint", "unsubscribed"]),
  ...answered("neutral", ["deferred", "defer"]),
];

const IF_NEW = "EXISTS (SELECT 1 FROM api_keys WHERE tenant_id = ?1 AND id = ?2)";

/** What a new tenant starts with: the usual outcome types, counted, and its data version. */
export const tenantSeeds = (db: Db): TenantSeed[] => [
  (tenantId, keyId, now) => {
    const rows = USUAL.map((type) => ({ isConversion: 0, isExposure: 0, ...type }));
    return db
      .prepare(
        `INSERT INTO outcome_types
           (tenant_id, key, classification, category, is_conversion, is_exposure, updated_at)
         SELECT ?1, value ->> 'key', value ->> 'kind', value ->> 'category',
           value ->> 'isConversion', value ->> 'isExposure', ?4
         FROM json_each(?3) WHERE ${IF_NEW} ON CONFLICT DO NOTHING`,
      )
      .bind(tenantId, keyId, JSON.stringify(rows), now);
  },
  (tenantId, keyId, now) =>
    db
      .prepare(
        `INSERT INTO dataset_state (tenant_id, dataset, row_count, changed_at)
         SELECT ?1, ?3, ?4, ?5 WHERE ${IF_NEW} ON CONFLICT DO NOTHING`,
      )
      .bind(tenantId, keyId, outcomeTypes.name, USUAL.length, now),
  (tenantId, keyId) =>
    db
      .prepare(
        `INSERT INTO tenant_state (tenant_id, data_version)
         SELECT ?1, 1 WHERE ${IF_NEW} ON CONFLICT DO NOTHING`,
      )
      .bind(tenantId, keyId),
];

import { AppError, type Db, type Ids, issueDetails, sha256Hex, type SizedRow } from "#shared";
import { addInteractions } from "#sources";
import { badOutcome, type Item, verdictOn } from "./outcome-record.ts";
import { readReferences, readStored, type StoredOutcome } from "./outcome-references.query.ts";
import { outcome, type Outcome } from "./respond.schemas.ts";

interface RespondDeps {
  db: Db;
  ids: Ids;
}

const PORTION = 50;

/** The same key in the same tenant gives the same id: that is what tells a repeat. */
const interactionId = async (tenantId: string, idempotencyKey: string): Promise<string> =>
  `int_${(await sha256Hex(`${tenantId}\n${idempotencyKey}`)).slice(0, 32)}`;

const KEY_MAX = 255;

function requireKey(key: string | undefined): string {
  if (key && key.length <= KEY_MAX) return key;
  const message = `is required, 1 to ${KEY_MAX} characters, here or as the header Idempotency-Key`;
  throw badOutcome([{ param: "idempotencyKey", message }]);
}

const wantedBy = (items: readonly Item[]) => {
  const all = (of: (sent: Outcome) => string | null | undefined) => [
    ...new Set(items.map(({ sent }) => of(sent)).filter((id) => typeof id === "string")),
  ];
  return {
    ids: items.map(({ id }) => id),
    creatives: all((sent) => sent.creativeId),
    offers: all((sent) => sent.offerId),
    requests: all((sent) => sent.recommendationId),
  };
};

const shown = (row: StoredOutcome, duplicate: boolean) => ({
  success: true as const,
  interactionId: row.id,
  offerId: row.offer_id,
  creativeId: row.creative_id,
  channelId: row.channel_id,
  outcome: row.outcome,
  duplicate,
});

/**
 * Records one outcome: the interaction, its roll-up and the data version in one D1 batch. A key that
 * was used before is told, with what is stored, and changes nothing.
 * @param header the key of the header Idempotency-Key; the body's wins.
 * @throws AppError BAD_REQUEST, NOT_FOUND: what is wrong with the outcome.
 */
export async function recordOutcome(
  { db }: RespondDeps,
  tenantId: string,
  { sent, header }: { sent: Outcome; header: string | undefined },
  now: number,
) {
  const idempotencyKey = requireKey(sent.idempotencyKey ?? header);
  const item = { id: await interactionId(tenantId, idempotencyKey), sent };
  const known = await readReferences(db, tenantId, wantedBy([item]));
  const verdict = verdictOn(item, known, now);
  if ("stored" in verdict) return shown(verdict.stored, true);
  if ((await addInteractions(db, tenantId, [verdict.row], now)) > 0)
    return shown(verdict.fresh, false);
  // Another request with the key was quicker: what it stored is the answer.
  return shown((await readStored(db, tenantId, item.id)) ?? verdict.fresh, true);
}

const errorText = (error: unknown): string => {
  if (!(error instanceof AppError) || !["BAD_REQUEST", "NOT_FOUND"].includes(error.code))
    throw error;
  const details = (error.details ?? []).map(({ param, message }) => `${param} ${message}`.trim());
  return error.message === "Invalid parameters" ? details.join("; ") : error.message;
};

/** Records what is good of a portion. @returns what is wrong, by place. */
async function recordPortion(
  { db, ids }: RespondDeps,
  tenantId: string,
  portion: readonly (readonly [index: number, item: unknown])[],
  now: number,
): Promise<Map<number, string>> {
  const errors = new Map<number, string>();
  const items: (Item & { index: number })[] = [];
  for (const [index, item] of portion) {
    const { data: sent, error } = outcome.safeParse(item);
    if (error) {
      errors.set(index, errorText(badOutcome(issueDetails(error.issues, item))));
      continue;
    }
    const key = sent.idempotencyKey;
    const id = key ? await interactionId(tenantId, key) : `int_${ids.uuid().replaceAll("-", "")}`;
    items.push({ index, id, sent });
  }
  const known = await readReferences(db, tenantId, wantedBy(items));
  const rows = new Map<string, SizedRow>();
  for (const item of items) {
    if (rows.has(item.id)) continue;
    try {
      const verdict = verdictOn(item, known, now);
      if ("row" in verdict) rows.set(item.id, verdict.row);
    } catch (error) {
      errors.set(item.index, errorText(error));
    }
  }
  await addInteractions(db, tenantId, [...rows.values()], now);
  return errors;
}

/** Records outcomes in portions; a bad one stops no other. */
export async function recordOutcomes(
  deps: RespondDeps,
  tenantId: string,
  sent: readonly unknown[],
  now: number,
) {
  const errors = new Map<number, string>();
  const indexed = [...sent.entries()];
  for (let from = 0; from < indexed.length; from += PORTION) {
    const portion = indexed.slice(from, from + PORTION);
    const found = await recordPortion(deps, tenantId, portion, now);
    for (const [index, error] of found) errors.set(index, error);
  }
  return {
    processed: sent.length,
    succeeded: sent.length - errors.size,
    failed: errors.size,
    errors: [...errors]
      .map(([index, error]) => ({ index, error }))
      .toSorted((a, b) => a.index - b.index),
  };
}

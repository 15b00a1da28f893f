import { AppError, type ErrorDetail, isoTime, MINUTE_MS, type SizedRow } from "#shared";
import { checkInteraction } from "#sources";
import type { Known, StoredOutcome } from "./outcome-references.query.ts";
import { targetOf } from "./outcome-target.ts";
import type { Outcome } from "./respond.schemas.ts";

/** One outcome, and the id it will have. */
export interface Item {
  id: string;
  sent: Outcome;
}

/** Recorded before, or checked and ready to be stored. */
type Verdict = { stored: StoredOutcome } | { row: SizedRow; fresh: StoredOutcome };

const AHEAD_MS = 5 * MINUTE_MS;

export const badOutcome = (
  details: readonly ErrorDetail[],
  message = "Invalid parameters",
): AppError => new AppError("BAD_REQUEST", message, { details });

/** The context as sent, and in it what has no field of its own. */
function contextOf(sent: Outcome): object | null {
  const { context, placementId, outcomeDetails, attributes, interactionId } = sent;
  const others = Object.entries({ placementId, outcomeDetails, attributes, interactionId });
  const given = others.filter(([, value]) => value !== undefined && value !== null);
  if (!context && given.length === 0) return null;
  return { ...context, ...Object.fromEntries(given) };
}

function timeOf(sent: Outcome, now: number): string {
  if (!sent.timestamp) return new Date(now).toISOString();
  if (Date.parse(sent.timestamp) <= now + AHEAD_MS) return sent.timestamp;
  const message = `is more than 5 minutes ahead of ${isoTime(now)}`;
  throw badOutcome([{ param: "timestamp", message }]);
}

function categoryOf(sent: Outcome, known: Known): string {
  const category = known.outcomes.get(sent.outcome);
  if (category !== undefined) return category;
  const allowed = [...known.outcomes.keys()];
  throw badOutcome(
    [{ param: "outcome", message: "must be one of the allowed values", allowed }],
    `Unknown outcome: ${sent.outcome}`,
  );
}

const camelCase = (name: string): string =>
  name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** @throws AppError: what the outcome lacks, or names that the tenant does not have. */
export function verdictOn({ id, sent }: Item, known: Known, now: number): Verdict {
  const stored = known.stored.get(id);
  if (stored) return { stored };
  const category = categoryOf(sent, known);
  const timestamp = timeOf(sent, now);
  const { offerId, creativeId, channelId } = targetOf(sent, known);
  const fresh = {
    id,
    offer_id: offerId,
    creative_id: creativeId,
    channel_id: channelId,
    outcome: sent.outcome,
  };
  const record = {
    ...fresh,
    customer_id: sent.customerId,
    timestamp,
    direction: sent.direction ?? (category === "impression" ? "outbound" : "inbound"),
    conversion_value: sent.conversionValue,
    recommendation_id: sent.recommendationId,
    rank: sent.rank,
    context: contextOf(sent),
  };
  const checked = checkInteraction(record, new Set(known.outcomes.keys()));
  if ("row" in checked) return { row: checked.row, fresh };
  throw badOutcome(checked.details.map((one) => ({ ...one, param: camelCase(one.param) })));
}

import { AppError } from "#shared";
import type { Known, SelectedEntry } from "./outcome-references.query.ts";
import type { Outcome } from "./respond.schemas.ts";

/** What an outcome is about. */
export interface Target {
  offerId: string | null;
  creativeId: string | null;
  channelId: string | null;
}

const unknown = (param: string, message: string): AppError =>
  new AppError("NOT_FOUND", message, { details: [{ param, message: "is not known" }] });

function requireOffer(offerId: string, known: Known): string {
  if (!known.offers.has(offerId)) throw unknown("offerId", `Unknown offer: ${offerId}`);
  return offerId;
}

function ofCreative(sent: Outcome, creativeId: string, known: Known): Target {
  const creative = known.creatives.get(creativeId);
  if (!creative) throw unknown("creativeId", `Unknown creative: ${creativeId}`);
  const offerId = sent.offerId ? requireOffer(sent.offerId, known) : creative.offer_id;
  return { offerId, creativeId, channelId: creative.channel_id };
}

/** The entry that carries the rank, else the one in that place if it carries none. */
const selectedAt = (entries: readonly SelectedEntry[], rank: number): SelectedEntry | undefined =>
  entries.find((entry) => entry.rank === rank) ??
  entries.find((entry) => entry.rank === null && entry.place === rank);

function ofRecommendation(sent: Outcome, requestId: string, known: Known): Target {
  const entries = known.selected.get(requestId);
  if (!entries) {
    throw unknown("recommendationId", `Unknown recommendation: ${requestId}`);
  }
  const entry = selectedAt(entries, sent.rank ?? 0);
  if (!entry) throw unknown("rank", `Recommendation ${requestId} selected nothing at that rank`);
  const { offer_id: offerId, creative_id: creativeId } = entry;
  const channelId = entry.creative_channel_id ?? entry.channel_id ?? sent.channelId ?? null;
  return { offerId, creativeId, channelId };
}

/**
 * What the outcome is about: its creative, else its place in a recommendation, else its offer.
 * @throws AppError NOT_FOUND for what the tenant does not have. Deleted ones still take outcomes.
 */
export function targetOf(sent: Outcome, known: Known): Target {
  const { creativeId, recommendationId, rank, offerId, channelId } = sent;
  if (creativeId) return ofCreative(sent, creativeId, known);
  if (recommendationId && rank) return ofRecommendation(sent, recommendationId, known);
  const offer = requireOffer(offerId ?? "", known);
  return { offerId: offer, creativeId: null, channelId: channelId ?? null };
}

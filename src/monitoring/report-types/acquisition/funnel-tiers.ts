/** Funnel tiers, the best first, as they are asked for. */
export const TIERS = ["1", "2", "3", "4"] as const;

/** What the tiers are called. */
export const TIER_LABELS: Record<(typeof TIERS)[number], string> = {
  1: "won_or_sale",
  2: "strong_lead",
  3: "soft_lead",
  4: "nurture_invite",
};

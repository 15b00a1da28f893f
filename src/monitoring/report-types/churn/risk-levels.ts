/** From the lowest to the highest; alerts use them as severities. */
export const RISK_LEVELS = ["LOW", "MEDIUM", "HIGH", "CRITICAL"] as const;

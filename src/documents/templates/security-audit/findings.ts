import { DAY_MS } from "#shared";

export type State = "active" | "expired" | "revoked";

/** What became of a key or a share by `asOf`. */
export function stateAt(
  { expiresAt, revokedAt }: { expiresAt: number | null; revokedAt: number | null },
  asOf: number,
): State {
  if (revokedAt !== null && revokedAt <= asOf) return "revoked";
  return expiresAt !== null && expiresAt <= asOf ? "expired" : "active";
}

interface Key {
  state: State;
  role: string;
  createdAt: number;
  expiresAt: number | null;
  lastUsedAt: number | null;
}

interface Audited {
  asOf: number;
  keys: readonly Key[];
  shares: readonly { state: State; createdAt: number }[];
  webhooks: readonly { active: boolean }[];
  /** Documents asked for without scrambling. */
  scramblingOff: number;
}

export interface Finding {
  severity: "high" | "medium" | "low";
  finding: string;
  count: number;
}

const UNUSED_DAYS = 90;
const OPEN_DAYS = 7;

/** What somebody should look at, worst first; kinds of which there is nothing are left out. */
export function findingsOf({ asOf, keys, shares, webhooks, scramblingOff }: Audited): Finding[] {
  const active = keys.filter(({ state }) => state === "active");
  const endless = active.filter(({ expiresAt }) => expiresAt === null);
  const unused = active.filter(
    ({ lastUsedAt, createdAt }) => asOf - (lastUsedAt ?? createdAt) >= UNUSED_DAYS * DAY_MS,
  );
  const open = shares.filter(
    ({ state, createdAt }) => state === "active" && asOf - createdAt > OPEN_DAYS * DAY_MS,
  );
  const all: Finding[] = [
    {
      severity: "high",
      finding: "Admin key without expiry",
      count: endless.filter(({ role }) => role === "admin").length,
    },
    { severity: "medium", finding: "Key unused for 90 days or more", count: unused.length },
    { severity: "medium", finding: "Share open for more than 7 days", count: open.length },
    { severity: "medium", finding: "Document requested without scrambling", count: scramblingOff },
    {
      severity: "low",
      finding: "Other key without expiry",
      count: endless.filter(({ role }) => role !== "admin").length,
    },
    {
      severity: "low",
      finding: "Disabled webhook",
      count: webhooks.filter((hook) => !hook.active).length,
    },
  ];
  return all.filter(({ count }) => count > 0);
}

import { describe, expect, it } from "vitest";
import {
  type Finding,
  findingsOf,
  stateAt,
} from "../../../src/documents/templates/security-audit/findings.ts";

const DAY = 86_400_000;
const NOW = Date.parse("2026-01-20T12:00:00Z");

const key = {
  state: "active" as const,
  role: "viewer",
  createdAt: NOW - DAY,
  expiresAt: NOW + DAY,
  lastUsedAt: NOW as number | null,
};
const share = { state: "active" as const, createdAt: NOW - DAY };
const nothing = { asOf: NOW, keys: [key], shares: [share], webhooks: [], scramblingOff: 0 };

type Case = [what: string, more: Partial<Parameters<typeof findingsOf>[0]>, found: Finding[]];

const one = (severity: Finding["severity"], finding: string): Finding[] => [
  { severity, finding, count: 1 },
];

const CASES: Case[] = [
  ["nothing", {}, []],
  [
    "an admin key without expiry",
    { keys: [{ ...key, role: "admin", expiresAt: null }] },
    one("high", "Admin key without expiry"),
  ],
  [
    "another key without expiry",
    { keys: [{ ...key, expiresAt: null }] },
    one("low", "Other key without expiry"),
  ],
  [
    "a revoked admin key",
    { keys: [{ ...key, state: "revoked", role: "admin", expiresAt: null }] },
    [],
  ],
  [
    "a key unused for exactly 90 days",
    { keys: [{ ...key, lastUsedAt: NOW - 90 * DAY }] },
    one("medium", "Key unused for 90 days or more"),
  ],
  ["a key used a moment later", { keys: [{ ...key, lastUsedAt: NOW - 90 * DAY + 1 }] }, []],
  [
    "an old key that was never used",
    { keys: [{ ...key, createdAt: NOW - 91 * DAY, lastUsedAt: null }] },
    one("medium", "Key unused for 90 days or more"),
  ],
  ["a share open for 7 days", { shares: [{ ...share, createdAt: NOW - 7 * DAY }] }, []],
  [
    "a share open for longer",
    { shares: [{ ...share, createdAt: NOW - 7 * DAY - 1 }] },
    one("medium", "Share open for more than 7 days"),
  ],
  ["an old share that is over", { shares: [{ state: "expired", createdAt: NOW - 9 * DAY }] }, []],
  ["scrambling off", { scramblingOff: 1 }, one("medium", "Document requested without scrambling")],
  ["a disabled webhook", { webhooks: [{ active: false }] }, one("low", "Disabled webhook")],
];

describe("findings", () => {
  it.each(CASES)("of %s", (_what, more, found) => {
    expect(findingsOf({ ...nothing, ...more })).toEqual(found);
  });

  it("come worst first, with their counts", () => {
    const keys = [
      { ...key, expiresAt: null },
      { ...key, expiresAt: null, role: "admin" },
      { ...key, expiresAt: null, role: "admin" },
    ];
    const found = findingsOf({ ...nothing, keys, scramblingOff: 3 });
    expect(found.map(({ severity, count }) => [severity, count])).toEqual([
      ["high", 2],
      ["medium", 3],
      ["low", 1],
    ]);
  });
});

it("a key is revoked before it is expired, from that instant on", () => {
  expect(stateAt({ expiresAt: null, revokedAt: null }, NOW)).toBe("active");
  expect(stateAt({ expiresAt: NOW, revokedAt: null }, NOW)).toBe("expired");
  expect(stateAt({ expiresAt: NOW + 1, revokedAt: null }, NOW)).toBe("active");
  expect(stateAt({ expiresAt: NOW - 1, revokedAt: NOW }, NOW)).toBe("revoked");
  expect(stateAt({ expiresAt: null, revokedAt: NOW + 1 }, NOW)).toBe("active");
});

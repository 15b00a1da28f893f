import { expect, it } from "vitest";
import { signedHeaders } from "../../../src/documents/webhooks/call-webhook.ts";
import {
  newWebhookSecret,
  openSecret,
  sealSecret,
} from "../../../src/documents/webhooks/webhook-secret.ts";

const KEY = new Uint8Array(32).fill(7);
const SECRET = "whsec_YWxtYW5hYy1leGFtcGxlLXNlY3JldC0zMi1ieXRlcyE=";

it("signs as the published example says", async () => {
  const id = "msg_7d0f3c52-9a1e-4c55-8b5e-2f6a1c9d4e10";
  const body =
    '{"type":"report.completed","timestamp":"2026-01-20T15:42:00Z","data":{"report_id":"991a8dca-b90c-406d-9a64-dcc9b1bec33c","status":"completed"}}';
  expect(await signedHeaders(SECRET, { id, body, at: 1_768_923_720_999 })).toEqual({
    "webhook-id": id,
    "webhook-timestamp": "1768923720",
    "webhook-signature": "v1,MD3VsHeRMNgiOBresCWVzVE9EhYzekTKa62H170zCnw=",
  });
});

it("makes secrets of 32 random bytes", () => {
  const secrets = Array.from({ length: 50 }, newWebhookSecret);
  expect(new Set(secrets).size).toBe(50);
  for (const secret of secrets) {
    expect(secret.slice(0, 6)).toBe("whsec_");
    expect(Uint8Array.fromBase64(secret.slice(6))).toHaveLength(32);
  }
});

it("opens a sealed secret for its own webhook, tenant and key only", async () => {
  const sealed = await sealSecret(KEY, "t", "w", SECRET);
  expect(await openSecret(KEY, "t", "w", sealed)).toBe(SECRET);
  expect(sealed).not.toContain(SECRET.slice(6));
  expect(await sealSecret(KEY, "t", "w", SECRET)).not.toBe(sealed);
  const others = [
    [KEY, "t", "other", sealed],
    [KEY, "other", "w", sealed],
    [new Uint8Array(32).fill(8), "t", "w", sealed],
    [KEY, "t", "w", `${sealed.slice(0, -4)}AAA=`],
    [KEY, "t", "w", ""],
  ] as const;
  for (const [key, tenantId, webhookId, text] of others) {
    const opened = (async () => openSecret(key, tenantId, webhookId, text))();
    await expect(opened).rejects.toHaveProperty("name", "OperationError");
  }
});

it("seals as stated: HKDF-SHA-256 of the data key, AES-256-GCM, tenant:webhook", async () => {
  const sealed = await sealSecret(KEY, "t", "w", SECRET);
  const [iv = "", ciphertext = ""] = sealed.split(".");
  const text = (value: string) => new TextEncoder().encode(value);
  const secret = await crypto.subtle.importKey("raw", KEY, "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: text("t"), info: text("almanac/webhook/v1") };
  const bits = await crypto.subtle.deriveBits(how, secret, 256);
  const key = await crypto.subtle.importKey("raw", bits, "AES-GCM", false, ["decrypt"]);
  const plain = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: Uint8Array.fromBase64(iv), additionalData: text("t:w") },
    key,
    Uint8Array.fromBase64(ciphertext),
  );
  expect(new TextDecoder().decode(plain)).toBe(SECRET);
});

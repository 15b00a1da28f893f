import { type Purpose, seal, unseal } from "../privacy/sealing.ts";

const SECRET_BYTES = 32;

const purposeOf = (tenantId: string, webhookId: string): Purpose => ({
  tenantId,
  info: "almanac/webhook/v1",
  context: `${tenantId}:${webhookId}`,
});

/** `whsec_` and base64, as Standard Webhooks writes the secrets that receivers verify with. */
export const newWebhookSecret = (): string =>
  `whsec_${crypto.getRandomValues(new Uint8Array(SECRET_BYTES)).toBase64()}`;

/** As it is kept: `<iv>.<ciphertext>` in base64, readable for its own webhook only. */
export async function sealSecret(
  dataKey: Uint8Array<ArrayBuffer>,
  tenantId: string,
  webhookId: string,
  secret: string,
): Promise<string> {
  const { iv, ciphertext } = await seal(dataKey, purposeOf(tenantId, webhookId), secret);
  return `${iv.toBase64()}.${ciphertext.toBase64()}`;
}

/** @throws when the data key is another one than it was sealed with. */
export function openSecret(
  dataKey: Uint8Array<ArrayBuffer>,
  tenantId: string,
  webhookId: string,
  sealed: string,
): Promise<string> {
  const [iv = "", ciphertext = ""] = sealed.split(".");
  return unseal(dataKey, purposeOf(tenantId, webhookId), {
    iv: Uint8Array.fromBase64(iv),
    ciphertext: Uint8Array.fromBase64(ciphertext),
  });
}

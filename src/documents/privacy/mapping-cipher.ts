import type { Mapping } from "./tokens.ts";

/** Whose mapping it is; another document, run or tenant cannot read it. */
export interface MappingOwner {
  tenantId: string;
  documentId: string;
  run: number;
}

export interface SealedMapping {
  /** 96 random bits. */
  iv: Uint8Array<ArrayBuffer>;
  ciphertext: Uint8Array<ArrayBuffer>;
}

const encoder = new TextEncoder();

async function keyOf(dataKey: Uint8Array<ArrayBuffer>, tenantId: string): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey("raw", dataKey, "HKDF", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    {
      name: "HKDF",
      hash: "SHA-256",
      salt: encoder.encode(tenantId),
      info: encoder.encode("almanac/pii/v1"),
    },
    secret,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

const parameters = ({ tenantId, documentId, run }: MappingOwner, iv: Uint8Array<ArrayBuffer>) => ({
  name: "AES-GCM",
  iv,
  additionalData: encoder.encode(`${tenantId}:${documentId}:${run}`),
});

/** AES-256-GCM under a key derived per tenant (HKDF-SHA-256), bound to tenant, document and run. */
export async function sealMapping(
  dataKey: Uint8Array<ArrayBuffer>,
  owner: MappingOwner,
  mapping: Mapping,
): Promise<SealedMapping> {
  const key = await keyOf(dataKey, owner.tenantId);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = encoder.encode(JSON.stringify(mapping));
  return {
    iv,
    ciphertext: new Uint8Array(await crypto.subtle.encrypt(parameters(owner, iv), key, plain)),
  };
}

export async function openMapping(
  dataKey: Uint8Array<ArrayBuffer>,
  owner: MappingOwner,
  { iv, ciphertext }: SealedMapping,
): Promise<Mapping> {
  const key = await keyOf(dataKey, owner.tenantId);
  const plain = await crypto.subtle.decrypt(parameters(owner, iv), key, ciphertext);
  return JSON.parse(new TextDecoder().decode(plain)) as Mapping;
}

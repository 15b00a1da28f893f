import { env } from "cloudflare:test";
import { guardD1 } from "#shared";
import { expect, it } from "vitest";
import { openMapping, sealMapping } from "../../../src/documents/privacy/mapping-cipher.ts";
import { createMappingStore } from "../../../src/documents/privacy/mappings.repository.ts";

const KEY = new Uint8Array(32).fill(7);
const MAPPING = { EMAIL_1: "jane@x.org", NAME_1: "María" };

const newOwner = () => ({
  tenantId: crypto.randomUUID(),
  documentId: crypto.randomUUID(),
  run: 0,
});

it("is opened by its own tenant, document, run and key only", async () => {
  const owner = newOwner();
  const sealed = await sealMapping(KEY, owner, MAPPING);
  expect(await openMapping(KEY, owner, sealed)).toEqual(MAPPING);
  const others = [
    [KEY, { ...owner, tenantId: crypto.randomUUID() }],
    [KEY, { ...owner, documentId: crypto.randomUUID() }],
    [KEY, { ...owner, run: 1 }],
    [new Uint8Array(32).fill(8), owner],
  ] as const;
  for (const [key, other] of others) {
    await expect(openMapping(key, other, sealed)).rejects.toHaveProperty("name", "OperationError");
  }
});

it("is sealed as stated: HKDF-SHA-256 of the data key, AES-256-GCM, tenant:document:run", async () => {
  const owner = { tenantId: "t", documentId: "d", run: 3 };
  const { iv, ciphertext } = await sealMapping(KEY, owner, MAPPING);
  expect(iv).toHaveLength(12);
  const hmac = async (key: Uint8Array<ArrayBuffer>, data: Uint8Array<ArrayBuffer>) => {
    const imported = await crypto.subtle.importKey(
      "raw",
      key,
      { name: "HMAC", hash: "SHA-256" },
      false,
      ["sign"],
    );
    return new Uint8Array(await crypto.subtle.sign("HMAC", imported, data));
  };
  const bytes = (text: string) => Uint8Array.from(new TextEncoder().encode(text));
  // RFC 5869 by hand: extract, then the first block of expand.
  const extracted = await hmac(bytes("t"), KEY);
  const key = await hmac(extracted, bytes("almanac/pii/v1\u0001"));
  const aes = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  const plain = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv, additionalData: bytes("t:d:3") },
    aes,
    ciphertext,
  );
  expect(JSON.parse(new TextDecoder().decode(plain))).toEqual(MAPPING);
});

it("never uses an initialisation vector twice", async () => {
  const owner = newOwner();
  const sealed = await Promise.all(
    Array.from({ length: 50 }, () => sealMapping(KEY, owner, MAPPING)),
  );
  expect(new Set(sealed.map(({ iv }) => iv.toHex())).size).toBe(50);
});

it("is kept per run, and holds no value in the clear", async () => {
  const store = createMappingStore(guardD1(env.DB));
  const owner = newOwner();
  expect(await store.get(owner)).toBeNull();
  await store.put(owner, await sealMapping(KEY, owner, MAPPING), 1_000);
  const more = { ...MAPPING, EMAIL_2: "b@x.org" };
  await store.put(owner, await sealMapping(KEY, owner, more), 2_000);
  const sealed = await store.get(owner);
  expect(sealed && (await openMapping(KEY, owner, sealed))).toEqual(more);
  expect(await store.get({ ...owner, run: 1 })).toBeNull();
  const { results } = await env.DB.prepare(
    "SELECT * FROM document_pii_mappings WHERE document_id = ?",
  )
    .bind(owner.documentId)
    .all();
  expect(results).toHaveLength(1);
  expect(JSON.stringify(results)).not.toContain("jane");
});

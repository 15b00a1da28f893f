/** Who may open what is sealed: another tenant, use or context cannot. */
export interface Purpose {
  tenantId: string;
  /** What it is for, with a version. */
  info: string;
  /** Which thing it belongs to. */
  context: string;
}

export interface Sealed {
  /** 96 random bits. */
  iv: Uint8Array<ArrayBuffer>;
  ciphertext: Uint8Array<ArrayBuffer>;
}

const encoder = new TextEncoder();

async function keyOf(
  dataKey: Uint8Array<ArrayBuffer>,
  { tenantId, info }: Purpose,
): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey("raw", dataKey, "HKDF", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    {
      name: "HKDF",
      hash: "SHA-256",
      salt: encoder.encode(tenantId),
      info: encoder.encode(info),
    },
    secret,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

const parameters = ({ context }: Purpose, iv: Uint8Array<ArrayBuffer>) => ({
  name: "AES-GCM",
  iv,
  additionalData: encoder.encode(context),
});

/** AES-256-GCM under a key derived per tenant and use (HKDF-SHA-256), bound to its context. */
export async function seal(
  dataKey: Uint8Array<ArrayBuffer>,
  purpose: Purpose,
  text: string,
): Promise<Sealed> {
  const key = await keyOf(dataKey, purpose);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt(parameters(purpose, iv), key, encoder.encode(text));
  return { iv, ciphertext: new Uint8Array(sealed) };
}

/** @throws OperationError when key, purpose or bytes are others. */
export async function unseal(
  dataKey: Uint8Array<ArrayBuffer>,
  purpose: Purpose,
  { iv, ciphertext }: Sealed,
): Promise<string> {
  const key = await keyOf(dataKey, purpose);
  const plain = await crypto.subtle.decrypt(parameters(purpose, iv), key, ciphertext);
  return new TextDecoder().decode(plain);
}

const KEY_BYTES = 32;

/**
 * The key that personal data and webhook secrets of documents are encrypted under: 32 bytes in
 * base64 or base64url. Undefined when there is none or it is another length: what needs it then
 * fails closed, for a key made shorter by a slip of the hand must not protect anything.
 */
export function decodeDataKey(text: string | undefined): Uint8Array<ArrayBuffer> | undefined {
  if (!text) return undefined;
  try {
    const base64 = text.trim().replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.fromBase64(base64);
    return bytes.byteLength === KEY_BYTES ? bytes : undefined;
  } catch {
    return undefined;
  }
}

import { crc32 } from "node:zlib";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const SECRET_BYTES = 32;
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const FORMAT = /^alm_[0-9A-Za-z]{49}$/;

/** Characters of a key that may be shown after its creation. */
export const DISPLAYED_PREFIX_LENGTH = 12;

function base62(number: bigint, length: number): string {
  let text = "";
  for (let rest = number; text.length < length; rest /= 62n)
    text = DIGITS[Number(rest % 62n)] + text;
  return text;
}

const checksum = (secret: string): string => base62(BigInt(crc32(secret)), CHECKSUM_LENGTH);

/** `alm_`, 32 random bytes in base62, and the CRC-32 of those characters in base62. */
export function newApiKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  const secret = base62(BigInt(`0x${bytes.toHex()}`), SECRET_LENGTH);
  return `alm_${secret}${checksum(secret)}`;
}

/** Whether a text can be one of our keys. Needs no database, and lets scanners find leaked keys. */
export function isApiKey(text: string): boolean {
  const secret = text.slice(4, 4 + SECRET_LENGTH);
  return FORMAT.test(text) && text.slice(4 + SECRET_LENGTH) === checksum(secret);
}

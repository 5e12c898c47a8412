/** Random tokens, digests and comparisons. Nothing here knows what a token is for. */

const encoder = new TextEncoder()

/** `bytes` random bytes as base64url, without padding: 32 bytes make 43 characters. */
export function randomToken(bytes = 32): string {
  return crypto.getRandomValues(new Uint8Array(bytes)).toBase64({ alphabet: 'base64url', omitPadding: true })
}

const ID_ALPHABET = 'abcdefghijkmnpqrstuvwxyz'
const ID_LENGTH = 16

/** An identifier for a row: 16 letters of 24, 73 bits; may stand in a URL or a CSS selector, grants nothing. */
export function randomId(): string {
  return Array.from({ length: ID_LENGTH }, () => ID_ALPHABET[randomBelow(ID_ALPHABET.length)]).join('')
}

/** `length` decimal digits, each uniform. */
export function randomDigits(length: number): string {
  return Array.from({ length }, () => randomBelow(10)).join('')
}

/** A uniform integer in [0, limit), limit ≤ 65,536, by rejection: no modulo bias. */
export function randomBelow(limit: number): number {
  const fair = 65_536 - (65_536 % limit)
  for (;;) {
    const [drawn] = crypto.getRandomValues(new Uint16Array(1))
    if (drawn !== undefined && drawn < fair) return drawn % limit
  }
}

/** SHA-256 of a text, as 64 hexadecimal digits. */
export async function sha256(text: string): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text))).toHex()
}

/** HMAC-SHA-256 of a text under a key of raw bytes or an imported key, as 64 hexadecimal digits. */
export async function hmac(key: CryptoKey | string, text: string): Promise<string> {
  const imported = typeof key === 'string' ? await importHmacKey(new Uint8Array(encoder.encode(key))) : key
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, encoder.encode(text))).toHex()
}

/** A raw key made ready for {@link hmac}. */
export function importHmacKey(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
}

/** Whether two texts are equal, in time that depends on their lengths alone. */
export function equal(a: string, b: string): boolean {
  const left = encoder.encode(a)
  const right = encoder.encode(b)
  if (left.byteLength !== right.byteLength) return false
  return crypto.subtle.timingSafeEqual(left, right)
}

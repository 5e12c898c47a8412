import nodeCrypto from 'node:crypto'
import { equal } from './token'

/** RFC 7914: N = 2^ln, block size r, p passes. */
export type Cost = { ln: number; r: number; p: number }

/** What was stored of a text: the bytes that scrypt made of it, and with what. */
export type Digest = { cost: Cost; salt: Uint8Array<ArrayBuffer>; key: Uint8Array<ArrayBuffer> }

/** workerd refuses more than this N·r·p; it allows them all when run locally. */
const MOST_WORK = 2 ** 20
/** N·r, of 128 bytes each: 64 MiB of the 128 MiB that a Worker has. */
const MOST_SPACE = 2 ** 19
const MAX_MEMORY_BYTES = 2 ** 27

const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{2,86})\$([A-Za-z0-9+/]{22,86})$/

/** A digest as a PHC string, base64 without padding: `$scrypt$ln=15,r=8,p=3$<salt>$<key>`. */
export function format({ cost, salt, key }: Digest): string {
  const [saltText, keyText] = [salt, key].map((bytes) => bytes.toBase64({ omitPadding: true }))
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${saltText}$${keyText}`
}

/** Reads a PHC string; undefined when it is none, or would cost more time or memory than a Worker has. */
export function parse(phc: string): Digest | undefined {
  const [, ln, r, p, salt, key] = PHC.exec(phc) ?? []
  if (salt === undefined || key === undefined) return undefined
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) }
  if (!isBearable(cost)) return undefined
  try {
    return { cost, salt: Uint8Array.fromBase64(salt), key: Uint8Array.fromBase64(key) }
  } catch {
    return undefined
  }
}

function isBearable({ ln, r, p }: Cost): boolean {
  const space = 2 ** ln * r
  return Math.min(ln, r, p) > 0 && space <= MOST_SPACE && space * p <= MOST_WORK
}

/** A text's digest with a new salt of 16 bytes and a key of 32. */
export async function digest(text: string, cost: Cost): Promise<Digest> {
  const salt = crypto.getRandomValues(new Uint8Array(16))
  return { cost, salt, key: await derive(text, salt, 32, cost) }
}

/** Whether a text is the one of this digest; compares in constant time. */
export async function matches(text: string, { cost, salt, key }: Digest): Promise<boolean> {
  const derived = await derive(text, salt, key.byteLength, cost)
  return equal(derived.toHex(), key.toHex())
}

/** In workerd the whole work is done in this call: two never hold their memory at once. */
function derive(text: string, salt: Uint8Array, length: number, { ln, r, p }: Cost): Promise<Uint8Array<ArrayBuffer>> {
  const options = { N: 2 ** ln, r, p, maxmem: MAX_MEMORY_BYTES }
  return new Promise((resolve, reject) => {
    nodeCrypto.scrypt(text, salt, length, options, (error, key) =>
      error ? reject(error) : resolve(new Uint8Array(key)),
    )
  })
}

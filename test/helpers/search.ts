/**
 * Searching a copy of the stores for a login code: every one of a million is tried. SHA-256 (FIPS 180-4) is written out, for
 * to call the native one a million times takes several times as long.
 */
import { createHmac } from 'node:crypto'

const CODES = 1_000_000
const DIGITS = 6
const BLOCK_BYTES = 64
const DIGEST_BYTES = 32

/** The first 64 primes, whose roots the constants are made of. */
const PRIMES = [2]
for (let number = 3; PRIMES.length < 64; number++) if (PRIMES.every((prime) => number % prime)) PRIMES.push(number)
const words = (roots: number[]) => {
  const view = new DataView(new ArrayBuffer(roots.length * 4))
  for (const [at, root] of roots.entries()) view.setInt32(at * 4, Math.floor((root % 1) * 2 ** 32) | 0)
  return view
}
const ROUNDS = words(PRIMES.map(Math.cbrt))
const START = words(PRIMES.slice(0, 8).map(Math.sqrt))

/**
 * Every code whose HMAC-SHA-256 is stored.
 * @param key raw bytes, 64 at most
 * @param prefix what stands before the code in the message: ASCII, 40 characters at most
 * @param stored digests as hexadecimal digits
 */
export function codesByHmac(key: Uint8Array, prefix: string, stored: readonly string[]): string[] {
  const firstWords = new Set(stored.map((digest) => Number.parseInt(digest.slice(0, 8), 16) | 0))
  const [inner, outer] = [keyed(key, 0x36), keyed(key, 0x5c)]
  const message = block(new TextEncoder().encode(prefix + '0'.repeat(DIGITS)))
  const digest = block(new Uint8Array(DIGEST_BYTES))
  const hits: string[] = []
  for (let code = 0; code < CODES; code++) {
    for (let at = DIGITS, left = code; at > 0; left = Math.floor(left / 10)) {
      message.setUint8(prefix.length + --at, 48 + (left % 10))
    }
    compress(inner, message, digest)
    compress(outer, digest, RESULT)
    if (firstWords.has(RESULT.getInt32(0))) hits.push(String(code).padStart(DIGITS, '0'))
  }
  return hits.filter((code) =>
    stored.includes(
      createHmac('sha256', key)
        .update(prefix + code)
        .digest('hex'),
    ),
  )
}

const RESULT = new DataView(new ArrayBuffer(DIGEST_BYTES))

/** The state after the block that a key makes. */
function keyed(key: Uint8Array, byte: number): DataView {
  const view = schedule()
  for (let at = 0; at < BLOCK_BYTES; at++) view.setUint8(at, (key[at] ?? 0) ^ byte)
  const state = new DataView(new ArrayBuffer(DIGEST_BYTES))
  compress(START, view, state)
  return state
}

/** A text that ends in the second block, behind one that a key made. */
function block(text: Uint8Array): DataView {
  const view = schedule()
  for (const [at, byte] of [...text, 0x80].entries()) view.setUint8(at, byte)
  view.setInt32(BLOCK_BYTES - 4, (BLOCK_BYTES + text.length) * 8)
  return view
}

/** Room for a block and the 48 words that are made of it. */
const schedule = () => new DataView(new ArrayBuffer(4 * BLOCK_BYTES))

function compress(from: DataView, w: DataView, to: DataView): void {
  for (let i = 64; i < 256; i += 4) {
    const x = w.getInt32(i - 60)
    const y = w.getInt32(i - 8)
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
    w.setInt32(i, w.getInt32(i - 64) + s0 + w.getInt32(i - 28) + s1)
  }
  let a = from.getInt32(0)
  let b = from.getInt32(4)
  let c = from.getInt32(8)
  let d = from.getInt32(12)
  let e = from.getInt32(16)
  let f = from.getInt32(20)
  let g = from.getInt32(24)
  let h = from.getInt32(28)
  for (let i = 0; i < 256; i += 4) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS.getInt32(i) + w.getInt32(i)) | 0
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  to.setInt32(0, from.getInt32(0) + a)
  to.setInt32(4, from.getInt32(4) + b)
  to.setInt32(8, from.getInt32(8) + c)
  to.setInt32(12, from.getInt32(12) + d)
  to.setInt32(16, from.getInt32(16) + e)
  to.setInt32(20, from.getInt32(20) + f)
  to.setInt32(24, from.getInt32(24) + g)
  to.setInt32(28, from.getInt32(28) + h)
}

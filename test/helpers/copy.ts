/** A stolen copy of the stores, and what somebody who also has the server's keys would try on it. */
import { env } from 'cloudflare:workers'
import { createHash, createHmac } from 'node:crypto'
import { currentKey, type Purpose } from '../../src/lib/keys'
import { unseal } from '../../src/lib/seal'
import * as rows from './rows'

/** A purpose that is missing here does not compile. */
const PURPOSES = Object.keys({
  session: 0,
  pass: 0,
  message: 0,
  address: 0,
  proof: 0,
  solution: 0,
  'role-link': 0,
  'guest-code': 0,
  pin: 0,
} satisfies Record<Purpose, 0>) as Purpose[]

const HASHES = ['sha256', 'sha1', 'sha512', 'md5']
/** Of a digest: as hexadecimal digits, enough to know it by. */
const START = 20

/** All of D1, KV and R2, as text. */
export async function take(): Promise<string> {
  const { keys } = await env.TOKENS.list()
  const tokens = keys.map(async (key) => [key, await env.TOKENS.get(key.name)])
  const { objects } = await env.PHOTOS.list({ include: ['httpMetadata', 'customMetadata'] })
  const files = objects.map(async ({ key, httpMetadata, customMetadata }) => {
    const body = await (await env.PHOTOS.get(key))?.text()
    return [key, httpMetadata, customMetadata, body]
  })
  return JSON.stringify([await rows.all(), await Promise.all(tokens), await Promise.all(files)])
}

/** Every digest in a text, written in hexadecimal digits or in base64 of any kind; as hexadecimal digits. */
export function digestsIn(text: string): string[] {
  const hexadecimal = text.match(/(?<![0-9a-f])(?:[0-9a-f]{2}){16,64}(?![0-9a-f])/g) ?? []
  const base64 = text.match(/[\w+/-]{22,88}/g) ?? []
  return [...hexadecimal, ...base64.map((word) => Buffer.from(word, 'base64').toString('hex'))]
}

/** Every key that the server has: those made for a purpose, and the settings that they are made of. */
export async function serverKeys(): Promise<Uint8Array[]> {
  const made = await Promise.all(PURPOSES.map((purpose) => currentKey({ current: env.FOYER_SECRET }, purpose)))
  const settings = [env.FOYER_SECRET, env.SETUP_KEY, env.RESEND_API_KEY, env.TWILIO_AUTH_TOKEN]
  const texts = [...settings, ...made.map(({ text }) => text)].map((text) => new TextEncoder().encode(text))
  return [...made.map(({ text }) => Uint8Array.fromBase64(text)), ...texts]
}

/** The words of a copy that a digest may have been made with: names of rows, addresses, instants. */
export function wordsIn(copy: string): string[] {
  const words = copy.match(/"[^"]{1,90}"|\d{13}/g) ?? []
  return [...new Set(words.map((word) => word.replaceAll('"', '')))]
}

/**
 * Whether a copy tells that `secret` is the one that was kept: by itself, by a digest of it, alone or with another word of the
 * copy, or by one under a key of the server's or with a word of the copy for a key.
 */
export async function tells(copy: string, secret: string): Promise<boolean> {
  if (new RegExp(`(?<![0-9A-Za-z])${RegExp.escape(secret)}(?![0-9A-Za-z])`).test(copy)) return true
  const stored = new Set(digestsIn(copy).map((digest) => digest.slice(0, START)))
  const words = wordsIn(copy)
  const messages = [secret, ...words.flatMap((word) => [`${word}\n${secret}`, `${word}:${secret}`, word + secret])]
  const others = words.flatMap((word) => [`${secret}\n${word}`, `${secret}:${word}`, secret + word])
  const isStored = (digest: string) => stored.has(digest.slice(0, START))

  if ([...messages, ...others].some((text) => HASHES.some((name) => isStored(hash(name, text))))) return true
  const keys = await serverKeys()
  if (messages.some((text) => keys.some((key) => isStored(hmac(key, text))))) return true
  return words.some((key) => isStored(hmac(key, secret)))
}

const hash = (name: string, text: string) => createHash(name).update(text).digest('hex')
const hmac = (key: Uint8Array | string, text: string) => createHmac('sha256', key).update(text).digest('hex')

/** What the server's keys open of a copy: every sealed text, tried beside every word. */
export async function unsealed(copy: string): Promise<string[]> {
  const sealed = copy.match(/(?<=")[0-9a-f]{8}\.[\w-]{16}\.[\w-]+(?=")/g) ?? []
  const words = wordsIn(copy)
  const tries = sealed.flatMap((text) => PURPOSES.flatMap((purpose) => words.map((word) => ({ text, purpose, word }))))
  const opened = tries.map(({ text, purpose, word }) => unseal({ current: env.FOYER_SECRET }, purpose, text, word))
  return (await Promise.all(opened)).filter((text) => text !== undefined)
}

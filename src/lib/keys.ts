import { importHmacKey, sha256 } from './token'

/** What a key is for. A key of one purpose never verifies or opens what another purpose made. */
export type Purpose =
  | 'session'
  | 'pass'
  | 'message'
  | 'address'
  | 'proof'
  | 'solution'
  | 'role-link'
  | 'guest-code'
  | 'pin'

/** The secrets that keys come from: the current one makes, the previous one still verifies and opens. */
export type Secrets = { current: string; previous?: string | undefined }

export type Key = { id: string; hmac: CryptoKey; aes: CryptoKey; text: string }

const derived = new Map<string, Promise<Key>>()

/** The key with which to sign and seal now. */
export function currentKey(secrets: Secrets, purpose: Purpose): Promise<Key> {
  return derive(secrets.current, purpose)
}

/** Every key that may have made something: the current one first. */
export function allKeys(secrets: Secrets, purpose: Purpose): Promise<Key[]> {
  const known = [secrets.current, secrets.previous].filter((secret) => secret !== undefined)
  return Promise.all(known.map((secret) => derive(secret, purpose)))
}

/** The key that carries this id, among the current and the previous secret; undefined when neither made it. */
export async function keyById(secrets: Secrets, purpose: Purpose, id: string): Promise<Key | undefined> {
  const keys = await allKeys(secrets, purpose)
  return keys.find((key) => key.id === id)
}

/** HKDF-SHA-256 (RFC 5869) with the purpose as info; the id is a digest of the secret, so that rotation needs no list. */
function derive(secret: string, purpose: Purpose): Promise<Key> {
  const name = `${purpose}\n${secret}`
  const known = derived.get(name)
  if (known) return known

  const made = makeKey(secret, purpose)
  derived.set(name, made)
  return made
}

async function makeKey(secret: string, purpose: Purpose): Promise<Key> {
  const encoder = new TextEncoder()
  const base = await crypto.subtle.importKey('raw', encoder.encode(secret), 'HKDF', false, ['deriveBits'])
  const info = encoder.encode(`foyer ${purpose}`)
  const bits = await crypto.subtle.deriveBits(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info },
    base,
    256,
  )
  const raw = new Uint8Array(bits)
  return {
    id: (await sha256(`key id ${secret}`)).slice(0, 8),
    hmac: await importHmacKey(raw),
    aes: await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']),
    text: raw.toBase64(),
  }
}

import { currentKey, keyById, type Purpose, type Secrets } from './keys'

const BASE64URL = { alphabet: 'base64url', omitPadding: true } as const

/**
 * Encrypts a text with AES-256-GCM under the purpose's key.
 * @param bound associated data: the sealed text opens only beside the same value.
 * @returns `<key id>.<iv>.<ciphertext>`
 */
export async function seal(secrets: Secrets, purpose: Purpose, text: string, bound: string): Promise<string> {
  const key = await currentKey(secrets, purpose)
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const algorithm = { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(bound) }
  const sealed = await crypto.subtle.encrypt(algorithm, key.aes, new TextEncoder().encode(text))
  return `${key.id}.${iv.toBase64(BASE64URL)}.${new Uint8Array(sealed).toBase64(BASE64URL)}`
}

/** What {@link seal} closed; undefined when the key is gone or a single bit differs. */
export async function unseal(
  secrets: Secrets,
  purpose: Purpose,
  sealed: string,
  bound: string,
): Promise<string | undefined> {
  const [id = '', iv = '', body = ''] = sealed.split('.')
  const key = await keyById(secrets, purpose, id)
  if (!key) return undefined
  try {
    const algorithm = {
      name: 'AES-GCM',
      iv: Uint8Array.fromBase64(iv, BASE64URL),
      additionalData: new TextEncoder().encode(bound),
    }
    const opened = await crypto.subtle.decrypt(algorithm, key.aes, Uint8Array.fromBase64(body, BASE64URL))
    return new TextDecoder().decode(opened)
  } catch {
    return undefined
  }
}

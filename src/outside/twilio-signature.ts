import { equal } from '../lib/token'

const encoder = new TextEncoder()

/**
 * Whether Twilio has signed this request: `X-Twilio-Signature` is the HMAC-SHA-1, in base64, of the URL followed by every
 * parameter of the form, sorted by name (https://www.twilio.com/docs/usage/security). Compared in constant time.
 * @param url as we gave it to Twilio, never as the request names it
 */
export async function isSignedByTwilio(
  authToken: string,
  signature: string,
  url: string,
  form: URLSearchParams,
): Promise<boolean> {
  const params = paramsOf(form)
  const expected = await Promise.all(spellings(url).map((spelling) => sign(authToken, spelling + params)))
  return expected.map((one) => equal(one, signature)).includes(true)
}

/** Every name with its value; a name that comes twice brings each different value once, sorted. */
function paramsOf(form: URLSearchParams): string {
  const names = [...new Set(form.keys())].sort()
  return names.flatMap((name) => [...new Set(form.getAll(name))].sort().map((value) => name + value)).join('')
}

/** With the port and without it: Twilio signs the one or the other (twilio-node, src/webhooks/webhooks.ts). */
function spellings(url: string): string[] {
  const { protocol, hostname, port, pathname, search } = new URL(url)
  const usual = protocol === 'https:' ? '443' : '80'
  return [hostname, `${hostname}:${port || usual}`].map((host) => `${protocol}//${host}${pathname}${search}`)
}

async function sign(authToken: string, text: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-1' }
  const key = await crypto.subtle.importKey('raw', encoder.encode(authToken), algorithm, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text))).toBase64()
}

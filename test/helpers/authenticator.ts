/** An authenticator in software: it makes passkeys and signs as a browser's own would, and as none ever should. */
import { sha256 } from '../../src/lib/token'
import { ORIGIN } from './browser'

/** The bits of what an authenticator says of its user (WebAuthn §6.1). */
const PRESENT = 0x01
const VERIFIED = 0x04
const WITH_CREDENTIAL = 0x40

/** What a browser is asked, as far as it matters here. */
export type Question = {
  challenge: string
  rp?: { id: string; name: string }
  rpId?: string
  user?: { id: string; name: string; displayName: string }
  allowCredentials?: { id: string }[]
  excludeCredentials?: { id: string }[]
  authenticatorSelection?: { residentKey: string; userVerification: string }
  userVerification?: string
  attestation?: string
}

/** How an answer differs from a proper one. */
export type Twist = {
  origin?: string
  rpId?: string
  isVerified?: boolean
  isPresent?: boolean
  counter?: number
  challenge?: string
  userHandle?: string
  type?: string
  crossOrigin?: boolean
}

const utf8 = (text: string) => new Uint8Array(new TextEncoder().encode(text))
const base64url = (bytes: Uint8Array) => bytes.toBase64({ alphabet: 'base64url', omitPadding: true })

/** One passkey in somebody's device. */
export class Passkey {
  /** Counts its uses if it begins above 0, as security keys do; passkeys that are synchronised stay at 0. */
  counter: number
  readonly id = base64url(crypto.getRandomValues(new Uint8Array(32)))
  userHandle = ''
  private keys: CryptoKeyPair | undefined

  constructor(counter = 0) {
    this.counter = counter
  }

  /** The same passkey in another device: a copy of its key and of its count. */
  copy(): Passkey {
    const twin = new Passkey(this.counter)
    return Object.assign(twin, this)
  }

  /** Makes it: the answer to a question of `navigator.credentials.create()`, as the page's script sends it. */
  async make(question: Question, twist: Twist = {}): Promise<string> {
    this.keys = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
    ])) as CryptoKeyPair
    this.userHandle = question.user?.id ?? ''
    const data = await this.authenticatorData(question, twist, await this.credential())
    const attestationObject = cbor(
      new Map<string, Cbor>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', data],
      ]),
    )
    const clientDataJSON = clientData(question, { type: 'webauthn.create', ...twist })
    return this.said({
      clientDataJSON: base64url(clientDataJSON),
      attestationObject: base64url(attestationObject),
      transports: ['internal'],
    })
  }

  /** Uses it: the answer to a question of `navigator.credentials.get()`. */
  async use(question: Question, twist: Twist = {}): Promise<string> {
    if (!this.keys) throw new Error('this passkey was never made')
    if (this.counter > 0) this.counter++
    const authenticatorData = await this.authenticatorData(question, twist)
    const clientDataJSON = clientData(question, { type: 'webauthn.get', ...twist })
    const digest = Uint8Array.fromHex(await sha256Hex(clientDataJSON))
    const signed = new Uint8Array([...authenticatorData, ...digest])
    const raw = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, this.keys.privateKey, signed)
    return this.said({
      clientDataJSON: base64url(clientDataJSON),
      authenticatorData: base64url(authenticatorData),
      signature: base64url(der(new Uint8Array(raw))),
      userHandle: twist.userHandle ?? this.userHandle,
    })
  }

  private said(response: Record<string, unknown>): string {
    return JSON.stringify({ id: this.id, rawId: this.id, type: 'public-key', response })
  }

  private async authenticatorData(question: Question, twist: Twist, credential: Uint8Array = new Uint8Array()) {
    const rpId = twist.rpId ?? question.rp?.id ?? question.rpId ?? ''
    const { isPresent = true, isVerified = true, counter = this.counter } = twist
    const flags =
      (isPresent ? PRESENT : 0) | (isVerified ? VERIFIED : 0) | (credential.byteLength > 0 ? WITH_CREDENTIAL : 0)
    const count = new Uint8Array(4)
    new DataView(count.buffer).setUint32(0, counter)
    return new Uint8Array([...Uint8Array.fromHex(await sha256(rpId)), flags, ...count, ...credential])
  }

  /** Who made the device (nobody), the passkey's id and its public key (COSE, ES256). */
  private async credential(): Promise<Uint8Array> {
    if (!this.keys) throw new Error('no keys')
    const { x = '', y = '' } = (await crypto.subtle.exportKey('jwk', this.keys.publicKey)) as JsonWebKey
    const bytes = (text: string) => Uint8Array.fromBase64(text, { alphabet: 'base64url' })
    const key = cbor(
      new Map<number, Cbor>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, bytes(x)],
        [-3, bytes(y)],
      ]),
    )
    const id = bytes(this.id)
    return new Uint8Array([...new Uint8Array(16), 0, id.byteLength, ...id, ...key])
  }
}

function clientData(question: Question, { type, origin = ORIGIN, challenge, crossOrigin = false }: Twist): Uint8Array {
  return utf8(JSON.stringify({ type, challenge: challenge ?? question.challenge, origin, crossOrigin }))
}

async function sha256Hex(bytes: Uint8Array): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))).toHex()
}

type Cbor = number | string | Uint8Array | Map<Cbor, Cbor>

/** As much of CBOR (RFC 8949) as there is in a passkey. */
function cbor(value: Cbor): Uint8Array {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return joined(head(3, utf8(value).byteLength), utf8(value))
  if (value instanceof Uint8Array) return joined(head(2, value.byteLength), value)
  const entries = [...value].flatMap(([key, item]) => [cbor(key), cbor(item)])
  return joined(head(5, value.size), ...entries)
}

function head(major: number, size: number): Uint8Array {
  const first = major << 5
  if (size < 24) return new Uint8Array([first | size])
  return size < 256 ? new Uint8Array([first | 24, size]) : new Uint8Array([first | 25, size >> 8, size & 255])
}

const joined = (...parts: Uint8Array[]) => new Uint8Array(parts.flatMap((part) => [...part]))

/** Two numbers side by side, as WebCrypto signs, in ASN.1, as authenticators do. */
function der(raw: Uint8Array): Uint8Array {
  const number = (bytes: Uint8Array) => {
    const from = bytes.findIndex((byte) => byte > 0)
    const digits = bytes.subarray(from)
    const positive = (digits[0] ?? 0) > 127 ? [0, ...digits] : [...digits]
    return [2, positive.length, ...positive]
  }
  const both = [...number(raw.subarray(0, 32)), ...number(raw.subarray(32))]
  return new Uint8Array([0x30, both.length, ...both])
}

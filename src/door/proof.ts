/**
 * The work that a browser does before its PIN is looked at, while a gallery is under attack (R17). The protocol is
 * ALTCHA's second: find the number whose PBKDF2 key begins as the challenge says. Browsers run its iterations in native
 * code, so that other software gains little by doing them elsewhere; a single SHA-256, as in the first protocol, costs
 * some seventy times as much in a browser. An answer is checked by two HMACs, without doing the work again. Nothing is
 * kept here: PinGuard remembers which challenges are spent.
 */
import { createChallenge, randomInt, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'
import * as z from 'zod'
import { currentKey, keyById, type Secrets } from '../lib/keys'
import { MINUTE_MS } from '../lib/time'
import type { Proof } from './pin-guard'

export const PROOF_VALID_MINUTES = 10
/** PBKDF2 iterations for one number. Making a challenge costs the server as many: about 1 ms; checking one, 0.1 ms. */
const COST = 5000
/**
 * The number is uniform from 1 to this: the wait has an end, and no range can be skipped. Chromium on one core of an
 * AMD EPYC server takes 0.5 s on average and 1 s at most; slowed down four times, as a stand-in for a middle phone, 2 and 4 s.
 */
const LARGEST_NUMBER = 800
/** A real one has about 550 and the gallery's id. */
const PAYLOAD_CHARACTERS = 1500

const solved = z.strictObject({
  challenge: z.strictObject({
    parameters: z.strictObject({
      algorithm: z.string(),
      nonce: z.string(),
      salt: z.string(),
      cost: z.number(),
      keyLength: z.number(),
      keyPrefix: z.string(),
      keySignature: z.string(),
      data: z.strictObject({ gallery: z.string(), key: z.string(), expiresAt: z.number() }),
    }),
    signature: z.string(),
  }),
  solution: z.strictObject({ counter: z.number(), derivedKey: z.string() }),
})

/**
 * A challenge for whoever tries the PIN of this gallery, good for {@link PROOF_VALID_MINUTES}: JSON for the page's
 * `data-challenge`, which `proof.js` answers. Its expiry is in `data`, as the library would compare its own with the
 * machine's clock.
 */
export async function challenge(secrets: Secrets, galleryId: string, now: Date): Promise<string> {
  const key = await currentKey(secrets, 'proof')
  const solutionKey = await currentKey(secrets, 'solution')
  const expiresAt = now.getTime() + PROOF_VALID_MINUTES * MINUTE_MS
  const made = await createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost: COST,
    counter: randomInt(LARGEST_NUMBER),
    data: { gallery: galleryId, key: key.id, expiresAt },
    deriveKey,
    hmacSignatureSecret: key.text,
    hmacKeySignatureSecret: solutionKey.text,
  })
  return JSON.stringify(made)
}

/**
 * Reads the form's field `proof`, `{ challenge, solution }` as JSON.
 * @returns for PinGuard, however the payload is written: the challenge's signature, and until when it must be
 *   remembered. Undefined when it was not made here for this gallery, is over, or is not solved.
 */
export async function check(
  secrets: Secrets,
  galleryId: string,
  payload: string,
  now: Date,
): Promise<Proof | undefined> {
  const answer = read(payload)
  if (!answer) return undefined
  const { gallery, key: keyId, expiresAt } = answer.challenge.parameters.data
  if (gallery !== galleryId || expiresAt <= now.getTime()) return undefined

  const key = await keyById(secrets, 'proof', keyId)
  const solutionKey = await keyById(secrets, 'solution', keyId)
  if (!key || !solutionKey) return undefined
  const { verified } = await verifySolution({
    ...answer,
    deriveKey,
    hmacSignatureSecret: key.text,
    hmacKeySignatureSecret: solutionKey.text,
  })
  return verified ? { challenge: answer.challenge.signature, expiresAt: new Date(expiresAt) } : undefined
}

function read(payload: string): z.infer<typeof solved> | undefined {
  if (payload.length > PAYLOAD_CHARACTERS) return undefined
  try {
    return solved.safeParse(JSON.parse(payload)).data
  } catch {
    return undefined
  }
}

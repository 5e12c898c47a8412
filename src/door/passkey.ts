/** Passkeys (WebAuthn Level 3): what a browser is asked, and whether its answer is right. That it is the first one, the ledger says. */
import {
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import * as z from 'zod'
import { MINUTE_MS } from '../lib/time'

/** How long a challenge can be answered. */
export const CHALLENGE_MINUTES = 5
/** What a passkey may sign with, by COSE: ES256, EdDSA, RS256. */
const ALGORITHMS = [-7, -8, -257]

/** Where the product is reached, by its settings alone: a passkey is bound to it, and works nowhere else. */
export type Site = { origin: string; host: string }

/** A passkey as it is kept; bytes as base64url. */
export type Kept = { credentialId: string; publicKey: string; counter: number; transports: string }

/** Base64url, of bytes that fit into so many letters. */
const bytes = (most: number) =>
  z
    .string()
    .regex(/^[\w-]+$/)
    .max(most)
/** 1,023 bytes at most (WebAuthn §4). */
const credential = { id: bytes(1364), rawId: bytes(1364), type: z.literal('public-key') }

/** What the browser sends of a new passkey. */
export const newShape = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes(8192),
    attestationObject: bytes(65_536),
    transports: z.array(z.string().regex(/^[a-z-]{1,20}$/)).max(8),
  }),
})

/** What the browser sends of one that was used. */
export const answerShape = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes(8192),
    authenticatorData: bytes(8192),
    signature: bytes(8192),
    userHandle: bytes(128).nullish(),
  }),
})

export type NewAnswer = z.output<typeof newShape>
export type Answer = z.output<typeof answerShape>

/** Whose passkey it shall be: `id` names them to the authenticator, the rest to its user. */
export type Person = { id: string; name: string; label: string }

/**
 * What a browser is asked for a new passkey: one that is found without an address having been typed. Who made the authenticator
 * is nobody's business (attestation `none`).
 * @param own the passkeys they have: no authenticator makes another one for them
 * @param needsUser whether it must be able to check who holds it, by finger, face or PIN
 */
export function newOptions(site: Site, person: Person, own: readonly Kept[], challenge: string, needsUser: boolean) {
  return generateRegistrationOptions({
    ...{ rpName: site.host, rpID: site.host, challenge: fromBase64url(challenge), supportedAlgorithmIDs: ALGORITHMS },
    ...{ userID: handleOf(person), userName: person.label, userDisplayName: person.name },
    attestationType: 'none',
    timeout: CHALLENGE_MINUTES * MINUTE_MS,
    excludeCredentials: own.map(namesOf),
    authenticatorSelection: { residentKey: 'required', userVerification: needsUser ? 'required' : 'preferred' },
  })
}

/**
 * What a browser is asked for the use of a passkey.
 * @param own those that may be used; empty where anybody may come, so that the question tells of nobody (P6)
 */
export function useOptions(site: Site, own: readonly Kept[], challenge: string, needsUser: boolean) {
  return generateAuthenticationOptions({
    rpID: site.host,
    challenge: fromBase64url(challenge),
    allowCredentials: own.map(namesOf),
    timeout: CHALLENGE_MINUTES * MINUTE_MS,
    userVerification: needsUser ? 'required' : 'preferred',
  })
}

/** The challenge that an answer says it answers; undefined when it says none. Believed once the ledger knows it. */
export function challengeOf(answer: NewAnswer | Answer): string | undefined {
  const { challenge } = clientDataOf(answer) ?? {}
  return typeof challenge === 'string' ? challenge : undefined
}

/** Whether a new passkey was made here, for this challenge; undefined when it was not. */
export async function verifyNew(
  site: Site,
  answer: NewAnswer,
  challenge: string,
  needsUser: boolean,
): Promise<Kept | undefined> {
  if (isFramed(answer)) return undefined
  const verified = await verifyRegistrationResponse({
    response: { ...answer, clientExtensionResults: {} } as Parameters<typeof verifyRegistrationResponse>[0]['response'],
    ...expected(site, challenge, needsUser),
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => undefined)
  if (!verified?.verified) return undefined
  const { id, publicKey, counter } = verified.registrationInfo.credential
  return { credentialId: id, publicKey: toBase64url(publicKey), counter, transports: answer.response.transports.join() }
}

/**
 * Whether a passkey was used here, for this challenge, by its owner.
 * @returns its count of uses, greater than the one that is kept, or 0 where it does not count; undefined when it was not
 */
export async function verifyUse(
  site: Site,
  answer: Answer,
  challenge: string,
  { kept, owner, needsUser }: { kept: Kept; owner: { id: string }; needsUser: boolean },
): Promise<number | undefined> {
  const { userHandle, ...response } = answer.response
  if (isFramed(answer) || (userHandle && userHandle !== toBase64url(handleOf(owner)))) return undefined
  const verified = await verifyAuthenticationResponse({
    response: { ...answer, response, clientExtensionResults: {} },
    ...expected(site, challenge, needsUser),
    credential: { id: kept.credentialId, publicKey: fromBase64url(kept.publicKey), counter: kept.counter },
  }).catch(() => undefined)
  return verified?.verified ? verified.authenticationInfo.newCounter : undefined
}

/** By what an authenticator knows its user: the id of their row, which says nothing of them. */
const handleOf = ({ id }: { id: string }) => new Uint8Array(new TextEncoder().encode(id))

const expected = (site: Site, challenge: string, needsUser: boolean) => ({
  ...{ expectedChallenge: challenge, expectedOrigin: site.origin, expectedRPID: site.host },
  requireUserVerification: needsUser,
})

const namesOf = ({ credentialId, transports }: Kept) => ({
  id: credentialId,
  transports: transports.split(',').filter(Boolean) as AuthenticatorTransport[],
})

/** In another site's frame, where we are never shown. */
function isFramed(answer: NewAnswer | Answer): boolean {
  return clientDataOf(answer)?.crossOrigin === true
}

function clientDataOf({ response }: NewAnswer | Answer): { challenge?: unknown; crossOrigin?: unknown } | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(fromBase64url(response.clientDataJSON)))
  } catch {
    return undefined
  }
}

const BASE64URL = { alphabet: 'base64url', omitPadding: true } as const
const toBase64url = (bytes: Uint8Array) => bytes.toBase64(BASE64URL)
const fromBase64url = (text: string) => Uint8Array.fromBase64(text, BASE64URL)

/** A name to suggest for another passkey: where it is kept, with a number where there is one of that name already. */
export function suggestedName(system: string | undefined, taken: string[]): string {
  if (!system || !taken.includes(system)) return system ?? ''
  const names = taken.map((_, at) => `${system} ${at + 2}`)
  return names.find((name) => !taken.includes(name)) ?? system
}

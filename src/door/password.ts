import * as scrypt from '../lib/scrypt'
import { isGuessable, isLittleMoreThan } from './guessable'
import { phrase } from './phrase'

/** Code points. */
export const PASSWORD_LENGTH = { min: 12, max: 256 }
const SUGGESTED_WORDS = 4

/** A quarter of a second of processor time and 32 MiB. */
const COST: scrypt.Cost = { ln: 15, r: 8, p: 3 }
/** Nobody's password: what is looked at in the place of one that there is not. */
const NOBODYS: scrypt.Digest = { cost: COST, salt: new Uint8Array(16), key: new Uint8Array(32) }

export type Verdict = { isRight: true; needsRehash: boolean } | { isRight: false }

export type Refusal = 'short' | 'long' | 'common' | 'own-name'

/** Whose password it shall be: what they and their studio are called, and their address. */
export type Person = { names: readonly string[]; email: string }

/** What is stored of a password: a PHC string of scrypt, never the same twice. */
export async function hash(password: string): Promise<string> {
  return scrypt.format(await scrypt.digest(normalise(password), COST))
}

/**
 * Whether a password is the one that was stored. Where there is none, the same work is done for nobody's, so that the
 * time does not tell whether an address is known (P6).
 * @param phc of {@link hash}, or with other parameters; then it needs to be hashed again, while the password is at hand.
 */
export async function verify(password: string, phc: string | null | undefined): Promise<Verdict> {
  const stored = phc ? scrypt.parse(phc) : undefined
  const isSame = await scrypt.matches(normalise(password), stored ?? NOBODYS)
  return isSame && stored ? { isRight: true, needsRehash: !isCurrent(stored) } : { isRight: false }
}

function isCurrent({ cost, salt, key }: scrypt.Digest): boolean {
  const isSameCost = cost.ln === COST.ln && cost.r === COST.r && cost.p === COST.p
  return isSameCost && salt.byteLength === NOBODYS.salt.byteLength && key.byteLength === NOBODYS.key.byteLength
}

/** R24: four random words, 41 bits; others in the rare case that they are refused themselves. */
export function suggest(): string {
  for (;;) {
    const words = phrase(SUGGESTED_WORDS)
    if (!isGuessable(words)) return words
  }
}

/**
 * Why a password is not taken; undefined when it is. Pure. Any characters will do (NIST SP 800-63B-4, 3.1.1.2): refused is
 * what is short, endless, among the first that anybody guesses, or little more than the person's own names.
 */
export function refusalOf(password: string, person: Person): Refusal | undefined {
  const text = normalise(password)
  const length = [...text].length
  if (length < PASSWORD_LENGTH.min) return 'short'
  if (length > PASSWORD_LENGTH.max) return 'long'
  if (isGuessable(text)) return 'common'
  if (isLittleMoreThan(text, [...person.names, person.email])) return 'own-name'
  return undefined
}

/**
 * The password that is meant: NFC as NIST SP 800-63B-4 (3.1.1.2) asks for, so that it is the same from every keyboard, and
 * one space for any white space, none at the ends, where phones and mails leave some.
 */
function normalise(password: string): string {
  return password.normalize('NFC').replaceAll(/\s+/g, ' ').trim()
}

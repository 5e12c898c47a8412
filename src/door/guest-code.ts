import { phrase } from './phrase'

/**
 * Guest codes (R21): short, shared, said aloud. How tries at them are rationed, so that nobody finds galleries by trying.
 *
 * **The bound.** In any 24 hours a studio evaluates at most 1,000 wrong tries by strangers and 1,000 by browsers that have
 * been in as a contact, whatever the number of machines; each is counted before it is compared. A suggested code is one of
 * 1,296³ ≈ 2.2·10⁹, so the chance that a day of trying finds any of a hundred galleries is 2,000 · 100 / 2.2·10⁹ < 10⁻⁴.
 * A code of the photographer's own is as good as it is unlikely to be thought of; what it opens is a guest's view, behind
 * the PIN or the email wall where there is one. One address (an IPv4 address or a /64) has sixty wrong tries an hour, so that
 * it takes many of them to use up a studio's. Then the box rests for others too; the guest link and every personal link go on.
 */

export const WRONG_PER_STUDIO_DAY = 1000
export const WRONG_PER_SOURCE_HOUR = 60
const CODE_CHARACTERS = { min: 6, max: 40 }

/**
 * What a person typed, as it is compared: upper case, accents, spaces, hyphens and the like make no difference.
 * @returns undefined when no guest code is like that
 */
export function normalise(typed: string): string | undefined {
  const plain = typed
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
  const length = [...plain].length
  return length >= CODE_CHARACTERS.min && length <= CODE_CHARACTERS.max ? plain : undefined
}

const SUGGESTED_WORDS = 3

/** Three random words, 31 bits: easy to say and to type. */
export function suggest(): string {
  return phrase(SUGGESTED_WORDS)
}

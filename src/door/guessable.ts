/**
 * 847 common passwords, the most frequent first: those of twelve characters and more that no rule below finds, then words
 * from which people make longer ones by adding digits. From @zxcvbn-ts/language-common, © 2012–2016 Dan Wheeler and Dropbox,
 * Inc., © 2021 @zxcvbn-ts, MIT License.
 */
import list from './common-passwords.txt'

const COMMON = new Set(list.trim().split('\n'))

/** What comes to mind first at the door of a gallery. */
const HERE = [
  ...['wedding', 'gallery', 'album', 'photography', 'photographs', 'photos', 'photo', 'pictures'],
  ...['foyer', 'password'],
]

const ROWS = [
  ...['abcdefghijklmnopqrstuvwxyz', '01234567890', '!@#$%^&*()_+'],
  ...['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertzuiop', 'yxcvbnm', 'azertyuiop', 'qsdfghjklm', 'wxcvbn'],
  ...['1qaz', '2wsx', '3edc', '4rfv', '5tgb', '6yhn', '7ujm', '8ik', '9ol'],
]
const NEIGHBOURS = new Set(ROWS.flatMap((row) => [...row].slice(1).flatMap((key, n) => [row[n] + key, key + row[n]])))

/** Signs that are written for letters, and these letters. */
const SIGNS = '@431!05$'
const SPELLED = 'aaeiioss'

const FEW_SURPRISES = 4
const FEW_LETTERS = 8
const SHORTEST_NAME = 3
const LONGEST_REPEATED = 11

/**
 * Whether a password is among the first that anybody tries: a common one, with or without digits added, a pattern, or
 * little more than words for what it opens. Pure; upper case, accents and the like make no difference.
 */
export function isGuessable(password: string): boolean {
  const text = plain(password)
  const word = text.replaceAll(/^\P{L}+|\P{L}+$/gu, '')
  const spelled = word.replaceAll(/[@431!05$]/g, (sign) => SPELLED[SIGNS.indexOf(sign)] ?? sign)
  return [text, word, spelled].some((known) => COMMON.has(known)) || isPattern(text) || isLittleMoreThan(password, [])
}

/**
 * Whether a password is little more than these names, their parts, and words for what it opens: without them fewer than
 * eight letters remain, or a common password. Pure.
 */
export function isLittleMoreThan(password: string, names: readonly string[]): boolean {
  const text = plain(password)
  const parts = [...HERE, ...names.flatMap(partsOf)].toSorted((a, b) => b.length - a.length)
  const rest = parts.reduce((left, part) => left.replaceAll(part, ' '), text)
  const letters = rest.replaceAll(/\P{L}/gu, '')
  return rest !== text && ([...letters].length < FEW_LETTERS || COMMON.has(letters))
}

/** `Anna-Lena Müller` is `anna`, `lena`, `muller` and `annalenamuller`. */
function partsOf(name: string): string[] {
  const parts = plain(name).split(/[^\p{L}\p{N}]+/u)
  return [...parts, parts.join('')].filter((part) => [...part].length >= SHORTEST_NAME)
}

/** Almost every character follows from the one before it, or before that: the same again, or the next of a row. */
function isPattern(text: string): boolean {
  const signs = [...text.replaceAll(/[\s._-]/g, '')]
  return (
    [1, 2].some((step) => surprises(signs, step) <= FEW_SURPRISES) || isRepeated(text) || isRepeated(signs.join(''))
  )
}

function surprises(signs: readonly string[], step: number): number {
  const follows = (sign: string, before = '') => sign === before || NEIGHBOURS.has(before + sign)
  return signs.filter((sign, n) => !follows(sign, signs[n - step])).length
}

/** Twice or more the same, of fewer characters than a password must have. */
function isRepeated(text: string): boolean {
  const longest = Math.min(LONGEST_REPEATED, text.length / 2)
  for (let length = 1; length <= longest; length++) {
    if (text.startsWith(text.slice(length))) return true
  }
  return false
}

function plain(text: string): string {
  const letters = text.normalize('NFKD').replaceAll(/\p{Mark}/gu, '')
  return letters.toLowerCase().replaceAll('ß', 'ss')
}

import { randomBelow } from '../lib/token'
/**
 * 1,296 words of three to seven letters that are easy to spell and pleasant to read. Two thirds come from the word lists of
 * the Electronic Frontier Foundation (https://www.eff.org/dice, CC BY 3.0 US), from which others were taken out.
 */
import list from './words.txt'

const WORDS = list.trim().split('\n')

/** So many random words, ten bits each, with spaces: on a phone a hyphen is on another keyboard. */
export function phrase(words: number): string {
  return Array.from({ length: words }, () => WORDS[randomBelow(WORDS.length)]).join(' ')
}

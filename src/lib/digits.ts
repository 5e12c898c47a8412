/**
 * What a person typed or pasted, as digits: spaces, hyphens of every kind, dots, invisible characters and full-width
 * digits are forgiven. Undefined when anything else is left.
 */
export function digitsOf(typed: string): string | undefined {
  const digits = typed.normalize('NFKC').replaceAll(/[\s\p{Pd}\p{Cf}\u2212\u30FC.]/gu, '')
  return /^\d+$/.test(digits) ? digits : undefined
}

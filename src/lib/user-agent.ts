/** What a `User-Agent` says of itself, in the words of whoever uses it. Anybody may write anything there: it decides nothing. */

const LONGEST = 512

/** Browsers, the more particular first: each also names those that it is made of or takes after. */
const BROWSERS: [RegExp, string][] = [
  [/Instagram/, 'Instagram'],
  [/WhatsApp/, 'WhatsApp'],
  [/FBAN|FBAV|FB_IAB/, 'Facebook'],
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/OPR\/|OPiOS\/|OPT\/|Opera/, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]

const SYSTEMS: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh/, 'Mac'],
  [/CrOS/, 'Chromebook'],
  [/Linux/, 'Linux'],
]

/**
 * A browser by its family: `Safari on iPhone`. Pure; one of few words, whatever was sent. An iPad that asks for desktop pages
 * says that it is a Mac.
 */
export function browserOf(userAgent: string): string {
  const system = systemOf(userAgent)
  return (named(BROWSERS, userAgent) ?? 'A browser') + (system ? ` on ${system}` : '')
}

/** What it runs on: `iPhone`; undefined where it does not say. */
export const systemOf = (userAgent: string) => named(SYSTEMS, userAgent)

function named(names: [RegExp, string][], userAgent: string): string | undefined {
  const said = userAgent.slice(0, LONGEST)
  return names.find(([pattern]) => pattern.test(said))?.[1]
}

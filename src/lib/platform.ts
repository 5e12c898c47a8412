/** What a browser says it runs on, in the words of its owner: a suggestion, believed nowhere. @returns '' when it does not say */
export function platformOf(userAgent: string): string {
  const [, words = ''] = PLATFORMS.find(([sign]) => sign.test(userAgent)) ?? []
  return words
}

/** Each before those that it also names itself by. */
const PLATFORMS: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android.*Mobile/, 'Android phone'],
  [/Android/, 'Android tablet'],
  [/CrOS/, 'Chromebook'],
  [/Windows/, 'Windows computer'],
  [/Macintosh/, 'Mac'],
  [/Linux/, 'Linux computer'],
]

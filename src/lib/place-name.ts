const LONGEST = 60

let countries: Intl.DisplayNames | undefined

/**
 * A place in words: `Vienna, Austria`. Pure.
 * @param country two letters, ISO 3166-1
 * @returns null where nothing is known
 */
export function placeName(city: string | undefined, country: string | undefined): string | null {
  countries ??= new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  const land = country && /^[A-Z]{2}$/.test(country) ? countries.of(country) : undefined
  const town = city?.replaceAll(/[\p{C}<>]/gu, '').slice(0, LONGEST)
  return [town, land].filter(Boolean).join(', ') || null
}

const HOUR_MS = 3_600_000

/**
 * A day `YYYY-MM-DD` in words: 12 September 2026.
 * @param today the year is left out where it is that of this day
 */
export function dayInWords(day: string, today?: string): string {
  const isThisYear = today?.slice(0, 4) === day.slice(0, 4)
  const format = isThisYear ? ({ day: 'numeric', month: 'long' } as const) : ({ dateStyle: 'long' } as const)
  return new Intl.DateTimeFormat('en-GB', { ...format, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
}

/** An instant in full, in a time zone: Saturday 12 September 2026 at 18:00 (Vienna time). */
export function momentInFull(instant: Date | number, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone }).format(instant)
  return `${day} at ${timeOfDay(instant, timeZone)} (${zoneInWords(timeZone)})`
}

/**
 * When a gallery opens, in a time zone: Monday 23 November, 18:00.
 * @param now the year is given where it is another one than then
 */
export function openingInWords(opensAt: Date | number, timeZone: string, now: Date | number): string {
  const yearOf = new Intl.DateTimeFormat('en-GB', { year: 'numeric', timeZone })
  const year = yearOf.format(opensAt) === yearOf.format(now) ? {} : ({ year: 'numeric' } as const)
  const format = { weekday: 'long', day: 'numeric', month: 'long', timeZone } as const
  const day = new Intl.DateTimeFormat('en-GB', { ...format, ...year }).format(opensAt)
  return `${day}, ${timeOfDay(opensAt, timeZone)}`
}

/** What people call the time of an IANA zone, by its city: Vienna time, New York time, UTC. */
export function zoneInWords(timeZone: string): string {
  const city = timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? ''
  return timeZone.includes('/') && !timeZone.startsWith('Etc/') ? `${city} time` : city
}

/** The clock at an instant, in a time zone: 18:00. */
export function timeOfDay(instant: Date | number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(instant)
}

/** How long ago something was seen that is noted once an hour: within the last hour, 3 hours ago, yesterday, 12 days ago. */
export function agoInWords(instant: Date | number, now: Date): string {
  const hours = Math.floor((now.getTime() - Number(instant)) / HOUR_MS)
  if (hours < 1) return 'within the last hour'
  const ago = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
  return hours < 24 ? ago.format(-hours, 'hour') : ago.format(-Math.floor(hours / 24), 'day')
}

/**
 * An instant in words, in a time zone: 9 Nov, 14:32.
 * @param now the year is given where it is another one than then: 9 Nov 2025, 14:32
 */
export function momentInWords(instant: Date | number, timeZone: string, now: Date | number = instant): string {
  const yearOf = new Intl.DateTimeFormat('en-GB', { year: 'numeric', timeZone })
  const year = yearOf.format(instant) === yearOf.format(now) ? {} : ({ year: 'numeric' } as const)
  const format = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone } as const
  return new Intl.DateTimeFormat('en-GB', { ...format, ...year }).format(instant)
}

/** The day of an instant in words, in a time zone: 12 September 2026. */
export function instantDay(instant: Date | number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone }).format(instant)
}

/** The same, and of today the time: on 12 September 2026, today at 14:32. */
export function dayOrTimeInWords(instant: Date | number, timeZone: string, now: Date): string {
  const day = instantDay(instant, timeZone)
  return day === instantDay(now, timeZone) ? `today at ${timeOfDay(instant, timeZone)}` : `on ${day}`
}

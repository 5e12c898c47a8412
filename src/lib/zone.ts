const HOUR_MS = 3_600_000

/** Whether this runtime knows the IANA time zone, e.g. `Europe/Vienna`. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/**
 * The instant at which a calendar day ends in a time zone: the first moment of the next day.
 * @param day `YYYY-MM-DD`
 * @param zone IANA name
 */
export function endOfDay(day: string, zone: string): Date {
  const nextDay = Date.parse(`${day}T00:00:00Z`) + 24 * HOUR_MS
  const guess = nextDay - offsetMs(new Date(nextDay), zone)
  return new Date(nextDay - offsetMs(new Date(guess), zone))
}

/** The calendar day `YYYY-MM-DD` that an instant falls on in a time zone. */
export function dayIn(instant: Date, zone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(instant)
}

function offsetMs(instant: Date, zone: string): number {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  const whole = Math.floor(instant.getTime() / 1000) * 1000
  return Date.parse(`${clock.format(instant).replace(' ', 'T')}Z`) - whole
}

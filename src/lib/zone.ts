import { DAY_MS } from './time'

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
  return instantOf(plusDays(day, 1), '00:00', zone)
}

/**
 * The instant at which a day's clock shows a time in a time zone. A time that the clock shows twice is the first of the two;
 * one that it leaps over is as much later as the leap is long (RFC 5545 §3.3.5).
 * @param day `YYYY-MM-DD`
 * @param time `HH:MM`
 * @param zone IANA name
 */
export function instantOf(day: string, time: string, zone: string): Date {
  const shown = Date.parse(`${day}T${time}:00Z`)
  const before = offsetMs(new Date(shown - DAY_MS), zone)
  const after = offsetMs(new Date(shown + DAY_MS), zone)
  const isShownAt = (instant: number) => instant + offsetMs(new Date(instant), zone) === shown
  const [first] = [shown - before, shown - after].filter(isShownAt).sort((a, b) => a - b)
  return new Date(first ?? shown - before)
}

/** The calendar day `YYYY-MM-DD` that an instant falls on in a time zone. */
export function dayIn(instant: Date, zone: string): string {
  return clockIn(instant, zone).slice(0, 10)
}

/** The day that ends at an instant, or in the course of which it falls: what {@link endOfDay} was made of. */
export function dayEndingAt(instant: Date, zone: string): string {
  return dayIn(new Date(instant.getTime() - 1), zone)
}

/** What the clock shows at an instant in a time zone: `HH:MM`. */
export function timeIn(instant: Date, zone: string): string {
  return clockIn(instant, zone).slice(11, 16)
}

/** The day so many days after another; both `YYYY-MM-DD`. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

function offsetMs(instant: Date, zone: string): number {
  const whole = Math.floor(instant.getTime() / 1000) * 1000
  return Date.parse(`${clockIn(instant, zone)}Z`) - whole
}

/** `YYYY-MM-DDTHH:MM:SS` */
function clockIn(instant: Date, zone: string): string {
  const clock = clocks.get(zone) ?? makeClock(zone)
  return clock.format(instant).replace(' ', 'T')
}

/** By zone: one takes longer to make than to read a hundred times. */
const clocks = new Map<string, Intl.DateTimeFormat>()

function makeClock(zone: string): Intl.DateTimeFormat {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  clocks.set(zone, clock)
  return clock
}

/** The time as the program reads it; timers and the stores' own expiry go on as before. */
import { vi } from 'vitest'

const SECOND_MS = 1000

export type Span = { seconds?: number; minutes?: number; hours?: number; days?: number }

/** Stops the clock, at this moment or another, until it is moved or the test is over. */
export function stop(at = new Date()): void {
  vi.setSystemTime(at)
}

/** Lets time pass for the program. */
export function pass(span: Span): void {
  vi.setSystemTime(plus(new Date(), span))
}

/** This much after an instant. */
export function plus(instant: Date, { seconds = 0, minutes = 0, hours = 0, days = 0 }: Span): Date {
  return new Date(instant.getTime() + (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * SECOND_MS)
}

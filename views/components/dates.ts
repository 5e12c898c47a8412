/** A day `YYYY-MM-DD` in words: 12 September 2026. */
export function dayInWords(day: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
}

/** An instant in words, in a time zone: 9 Nov, 14:32. */
export function momentInWords(instant: Date | number, timeZone: string): string {
  const format = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone } as const
  return new Intl.DateTimeFormat('en-GB', format).format(instant)
}

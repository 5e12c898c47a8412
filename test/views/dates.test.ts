import { describe, expect, it } from 'vitest'
import { dayOrTimeInWords, momentInFull, openingInWords } from '../../views/components/dates'

const OPENS = new Date('2026-11-23T17:00:00Z')

describe('a moment', () => {
  it.each([
    ['Europe/Vienna', '18:00 (Vienna time)'],
    ['America/New_York', '12:00 (New York time)'],
    ['America/Argentina/Buenos_Aires', '14:00 (Buenos Aires time)'],
    ['UTC', '17:00 (UTC)'],
    ['Etc/UTC', '17:00 (UTC)'],
  ])('is told as the clock shows it there: %s', (zone, said) => {
    expect(momentInFull(OPENS, zone)).toMatch(/^Monday,? 23 November 2026 at /)
    expect(momentInFull(OPENS, zone)).toContain(said)
  })

  it('has its year where that is another one', () => {
    expect(openingInWords(OPENS, 'Europe/Vienna', new Date('2026-11-01'))).toMatch(/^Monday,? 23 November, 18:00$/)
    expect(openingInWords(OPENS, 'Europe/Vienna', new Date('2025-12-31'))).toMatch(/^Monday,? 23 November 2026, 18:00$/)
  })

  it('has its time on the day itself, as days are there', () => {
    const plus = (hours: number) => new Date(OPENS.getTime() + hours * 3_600_000)
    expect(dayOrTimeInWords(OPENS, 'Europe/Vienna', plus(5))).toBe('today at 18:00')
    expect(dayOrTimeInWords(OPENS, 'Europe/Vienna', plus(6))).toBe('on 23 November 2026')
  })
})

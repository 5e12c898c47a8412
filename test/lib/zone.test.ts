import { describe, expect, it } from 'vitest'
import { dayIn, endOfDay, isTimeZone } from '../../src/lib/zone'

describe('a time zone', () => {
  it.each(['Europe/Vienna', 'America/New_York', 'UTC', 'Pacific/Kiritimati'])('is known: %s', (zone) => {
    expect(isTimeZone(zone)).toBe(true)
  })
  it.each(['', 'Vienna', 'Europe/Wien', 'Mars/Olympus', '<script>'])('is none: %j', (zone) => {
    expect(isTimeZone(zone)).toBe(false)
  })
})

describe('the end of a day', () => {
  it.each([
    ['2026-01-15', 'Europe/Vienna', '2026-01-15T23:00:00Z', 'in winter'],
    ['2026-07-15', 'Europe/Vienna', '2026-07-15T22:00:00Z', 'in summer'],
    ['2026-03-28', 'Europe/Vienna', '2026-03-28T23:00:00Z', 'before the day of 23 hours'],
    ['2026-03-29', 'Europe/Vienna', '2026-03-29T22:00:00Z', 'on the day of 23 hours'],
    ['2026-10-24', 'Europe/Vienna', '2026-10-24T22:00:00Z', 'before the day of 25 hours'],
    ['2026-10-25', 'Europe/Vienna', '2026-10-25T23:00:00Z', 'on the day of 25 hours'],
    ['2026-12-31', 'America/New_York', '2027-01-01T05:00:00Z', 'at the turn of the year'],
    ['2026-03-08', 'America/New_York', '2026-03-09T04:00:00Z', 'on the other side of the sea'],
    ['2028-02-28', 'UTC', '2028-02-29T00:00:00Z', 'before a leap day'],
    ['2026-06-01', 'Pacific/Kiritimati', '2026-06-01T10:00:00Z', 'fourteen hours ahead'],
    ['2026-06-01', 'Asia/Kathmandu', '2026-06-01T18:15:00Z', 'where the hours have quarters'],
    ['2026-04-23', 'Africa/Cairo', '2026-04-23T22:00:00Z', 'where the next day begins at one'],
  ])('of %s in %s is %s (%s)', (day, zone, instant) => {
    expect(endOfDay(day, zone)).toEqual(new Date(instant))
  })

  it('gives back its day, a moment before', () => {
    for (const zone of [
      'Europe/Vienna',
      'America/New_York',
      'Pacific/Kiritimati',
      'America/St_Johns',
      'Asia/Kathmandu',
    ])
      for (let day = 0; day < 366; day++) {
        const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)
        expect(dayIn(new Date(endOfDay(date, zone).getTime() - 1), zone)).toBe(date)
      }
  })
})

import { describe, expect, it } from 'vitest'
import { dayEndingAt, dayIn, endOfDay, instantOf, isTimeZone, plusDays, timeIn } from '../../src/lib/zone'

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
        expect(dayEndingAt(endOfDay(date, zone), zone)).toBe(date)
      }
  })
})

describe('a time on a day', () => {
  it.each([
    ['2026-09-12', '18:00', 'Europe/Vienna', '2026-09-12T16:00:00Z', 'in summer'],
    ['2026-12-12', '18:00', 'Europe/Vienna', '2026-12-12T17:00:00Z', 'in winter'],
    ['2026-09-12', '18:00', 'America/New_York', '2026-09-12T22:00:00Z', 'on the other side of the sea'],
    ['2026-09-12', '18:00', 'Pacific/Kiritimati', '2026-09-12T04:00:00Z', 'fourteen hours ahead'],
    ['2026-09-12', '18:00', 'Asia/Kathmandu', '2026-09-12T12:15:00Z', 'where the hours have quarters'],
    ['2026-03-29', '01:59', 'Europe/Vienna', '2026-03-29T00:59:00Z', 'before the clock leaps'],
    ['2026-03-29', '02:00', 'Europe/Vienna', '2026-03-29T01:00:00Z', 'as it leaps: three'],
    ['2026-03-29', '02:30', 'Europe/Vienna', '2026-03-29T01:30:00Z', 'leapt over: half past three'],
    ['2026-03-29', '03:00', 'Europe/Vienna', '2026-03-29T01:00:00Z', 'after it leapt'],
    ['2026-03-08', '02:30', 'America/New_York', '2026-03-08T07:30:00Z', 'leapt over: half past three there'],
    ['2026-10-25', '01:59', 'Europe/Vienna', '2026-10-24T23:59:00Z', 'before the clock goes back'],
    ['2026-10-25', '02:30', 'Europe/Vienna', '2026-10-25T00:30:00Z', 'shown twice: the first'],
    ['2026-10-25', '03:00', 'Europe/Vienna', '2026-10-25T02:00:00Z', 'after it went back'],
    ['2026-11-01', '01:30', 'America/New_York', '2026-11-01T05:30:00Z', 'shown twice: the first there'],
    ['2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00Z', 'leapt over by half an hour'],
    [
      '2026-04-05',
      '01:45',
      'Australia/Lord_Howe',
      '2026-04-04T14:45:00Z',
      'shown twice within half an hour: the first',
    ],
    ['2026-04-24', '00:30', 'Africa/Cairo', '2026-04-23T22:30:00Z', 'leapt over at midnight'],
    ['2011-12-30', '12:00', 'Pacific/Apia', '2011-12-30T22:00:00Z', 'on a day that was left out'],
  ])('%s %s in %s is %s (%s)', (day, time, zone, instant) => {
    expect(instantOf(day, time, zone)).toEqual(new Date(instant))
  })

  it('is what the clock shows at that instant, unless it leapt over it', () => {
    for (const zone of ['Europe/Vienna', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo', 'Asia/Kathmandu'])
      for (let hour = 0; hour < 366 * 24; hour += 5) {
        const [day = '', time = ''] = new Date(Date.UTC(2026, 0, 1, hour, 40)).toISOString().slice(0, 16).split('T')
        const instant = instantOf(day, time, zone)
        const shown = `${dayIn(instant, zone)} ${timeIn(instant, zone)}`
        if (shown !== `${day} ${time}`) expect(timeIn(new Date(instant.getTime() - 3_600_000), zone) < time).toBe(true)
      }
  })
})

describe('a number of days later', () => {
  it.each([
    ['2026-11-21', 14, '2026-12-05'],
    ['2026-12-24', 14, '2027-01-07'],
    ['2028-02-15', 14, '2028-02-29'],
    ['2026-03-20', 14, '2026-04-03'],
  ])('than %s, %d days, is %s', (day, days, later) => {
    expect(plusDays(day, days)).toBe(later)
  })
})

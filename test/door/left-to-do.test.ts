import { describe, expect, it } from 'vitest'
import { leftToDo } from '../../src/door/left-to-do'
import { endOfDay } from '../../src/lib/zone'

const VIENNA = 'Europe/Vienna'
const left = (closesOn: string, now: string, zone = VIENNA) =>
  leftToDo({ closesAt: endOfDay(closesOn, zone) }, zone, new Date(now))

describe('what is left to do in a gallery', () => {
  it('is nothing while it stays open', () => {
    expect(leftToDo({ closesAt: null }, VIENNA, new Date())).toEqual([])
  })

  it.each([
    ['2026-12-03', '2026-09-12T12:00:00Z', 82],
    ['2026-12-03', '2026-11-30T12:00:00Z', 3],
    ['2026-12-03', '2026-12-02T22:59:59Z', 1],
    ['2026-12-03', '2026-12-02T23:00:00Z', 0],
    ['2026-12-03', '2026-12-03T22:59:59Z', 0],
    // The clocks change in between.
    ['2026-10-26', '2026-10-24T22:30:00Z', 1],
  ])('counts days where the studio is: until %s, at %s', (lastDay, now, daysLeft) => {
    expect(left(lastDay, now)).toEqual([{ kind: 'closes', lastDay, daysLeft }])
  })

  it('counts them by the studio’s day, not by another', () => {
    const now = '2026-12-02T12:00:00Z'
    expect(left('2026-12-03', now, 'Pacific/Auckland')).toMatchObject([{ daysLeft: 0 }])
    expect(left('2026-12-03', now, 'America/Los_Angeles')).toMatchObject([{ daysLeft: 1 }])
  })
})

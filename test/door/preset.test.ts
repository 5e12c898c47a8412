import { describe, expect, it } from 'vitest'
import type { Door } from '../../src/door/decide'
import { FILLED, PRESETS, type Preset, shortestPin, suggestPin } from '../../src/door/preset'
import { type Arrival, walk } from '../../src/door/steps'

const NOW = new Date('2026-09-12T12:00:00Z')

/** An open gallery as a preset fills its door, with a guest code and a studio that has media usage terms. */
function doorOf(preset: Preset): Door {
  const { hasPin, ...settings } = FILLED[preset]
  const pinId = hasPin ? 'the PIN' : null
  const gallery = { publishedAt: NOW, closesAt: null, guestCodeId: 'the guest code', mediaTermsVersion: 1 }
  return { ...settings, ...gallery, pinId }
}

/** The steps of a way in and where it ends, as words. */
function way(preset: Preset, arrival: Arrival): string {
  const { steps, end } = walk(doorOf(preset), arrival, NOW)
  const last = end.kind === 'inside' ? `inside as ${end.role}` : end.kind === 'ask' ? end.step : end.state
  return [...steps.map(({ step }) => step), last].join(', ')
}

const byLink = { by: 'personal-link', hasAccount: false, acceptedTermsVersion: null } as const

const WAYS: Record<string, Arrival> = {
  'a new main client by personal invitation': { ...byLink, role: 'main' },
  'a main client with an account': { ...byLink, role: 'main', hasAccount: true },
  'a new client invited by email': { ...byLink, role: 'invited' },
  'a guest invited by email': { ...byLink, role: 'guest' },
  'a new vendor': { ...byLink, role: 'vendor' },
  'a vendor with an account who accepted the terms': {
    ...byLink,
    ...{ role: 'vendor', hasAccount: true, acceptedTermsVersion: 1 },
  },
  'whoever has the guest link': { by: 'role-link', role: 'guest' },
  'whoever has the invited link': { by: 'role-link', role: 'invited' },
  'whoever has the guest code': { by: 'guest-code' },
  'whoever presses It’s not me': { by: 'not-me' },
  'whoever comes to the plain address': { by: 'plain-address' },
}

const STRAIGHT_IN = {
  'a new main client by personal invitation': 'inside as main',
  'a main client with an account': 'inside as main',
  'a new client invited by email': 'inside as invited',
  'a guest invited by email': 'inside as guest',
  'a new vendor': 'accept-terms, inside as vendor',
  'a vendor with an account who accepted the terms': 'inside as vendor',
}

const WITH_ACCOUNT = {
  'a new main client by personal invitation': 'create-account, inside as main',
  'a main client with an account': 'inside as main',
  'a new client invited by email': 'create-account, inside as invited',
  'a guest invited by email': 'create-account, inside as guest',
  'a new vendor': 'create-account, accept-terms, inside as vendor',
  'a vendor with an account who accepted the terms': 'inside as vendor',
}

/** R23, with R14, R19–R21 and R28. A plain address can be guessed: but for *Public*, it asks who is there, or for the PIN. */
const TABLE: Record<Preset, Record<keyof typeof WAYS, string>> = {
  effortless: {
    ...STRAIGHT_IN,
    'whoever has the guest link': 'inside as guest',
    'whoever has the invited link': 'inside as invited',
    'whoever has the guest code': 'inside as guest',
    'whoever presses It’s not me': 'inside as guest',
    'whoever comes to the plain address': 'sign-in',
  },
  identified: {
    ...WITH_ACCOUNT,
    'whoever has the guest link': 'identify, inside as guest',
    'whoever has the invited link': 'identify, inside as invited',
    'whoever has the guest code': 'identify, inside as guest',
    'whoever presses It’s not me': 'identify, inside as guest',
    'whoever comes to the plain address': 'sign-in',
  },
  pin: {
    ...STRAIGHT_IN,
    'whoever has the guest link': 'pin, inside as guest',
    'whoever has the invited link': 'pin, inside as invited',
    'whoever has the guest code': 'pin, inside as guest',
    'whoever presses It’s not me': 'pin, inside as guest',
    'whoever comes to the plain address': 'pin, inside as guest',
  },
  public: {
    ...STRAIGHT_IN,
    'whoever has the guest link': 'inside as guest',
    'whoever has the invited link': 'inside as invited',
    'whoever has the guest code': 'inside as guest',
    'whoever presses It’s not me': 'inside as guest',
    'whoever comes to the plain address': 'inside as guest',
  },
  sensitive: {
    ...WITH_ACCOUNT,
    'whoever has the guest link': 'sign-in',
    'whoever has the invited link': 'sign-in',
    'whoever has the guest code': 'sign-in',
    'whoever presses It’s not me': 'sign-in',
    'whoever comes to the plain address': 'sign-in',
  },
}

describe.each(PRESETS)('a gallery with the preset %s', (preset) => {
  it.each(Object.entries(WAYS))('leads %s along the steps of the spec', (who, arrival) => {
    expect(way(preset, arrival)).toBe(TABLE[preset][who])
  })

  it('is on the studio home only once the photographer wants it there', () => {
    expect(FILLED[preset].isListed).toBe(false)
  })
})

describe('a gallery PIN', () => {
  it('has four digits at least, and six where the gallery is sensitive', () => {
    const shortest = { effortless: 4, identified: 4, pin: 4, public: 4, sensitive: 6 }
    for (const preset of PRESETS) expect(shortestPin(preset)).toBe(shortest[preset])
  })

  it('is suggested with six digits, another each time', () => {
    const suggested = Array.from({ length: 100 }, suggestPin)
    for (const pin of suggested) expect(pin).toMatch(/^\d{6}$/)
    expect(new Set(suggested).size).toBeGreaterThan(90)
  })
})

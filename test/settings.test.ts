import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { SettingsError, sendsSms, settings } from '../src/settings'

const TWILIO = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'] as const
const NUMBER = '+43720000000'

/** Settings with these changes; one that is undefined is not set. */
function parse(over: Partial<Record<string, string>>) {
  const vars = Object.entries({ ...env, ...over }).filter(([, value]) => value !== undefined)
  return settings(Object.fromEntries(vars))
}

const none = Object.fromEntries(TWILIO.map((name) => [name, undefined]))

describe('the SMS service', () => {
  it('is set up by its three settings', () => {
    expect(sendsSms(parse({}))).toBe(true)
    expect(parse({}).TWILIO_BASE_URL).toBe('https://api.twilio.com')
  })

  it('need not be set up', () => {
    expect(sendsSms(parse(none))).toBe(false)
  })

  it('need not be set up for a local start, which has its outbox', () => {
    expect(sendsSms(parse({ ...none, LOCAL: 'true' }))).toBe(true)
  })

  it.each([
    [['TWILIO_ACCOUNT_SID']],
    [['TWILIO_AUTH_TOKEN']],
    [['TWILIO_FROM']],
    [['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN']],
    [['TWILIO_AUTH_TOKEN', 'TWILIO_FROM']],
  ])('stops the Worker when it is set up by half, and says what is missing: %s', (missing) => {
    const half = () => parse(Object.fromEntries(missing.map((name) => [name, undefined])))
    expect(half).toThrow(SettingsError)
    for (const name of missing) expect(half).toThrow(`${name}: is missing; SMS needs all three`)
    for (const name of TWILIO.filter((one) => !missing.includes(one))) expect(half).not.toThrow(name)
  })

  it.each(['0660 1234567', 'Atelier', '43720000000', ''])('has no sender called %s, and says so', (from) => {
    expect(() => parse({ TWILIO_FROM: from })).toThrow('TWILIO_FROM: must be a number like +43123456789')
  })

  it.each([NUMBER, 'MG0123456789abcdef0123456789abcdef'])('sends from %s', (from) => {
    expect(parse({ TWILIO_FROM: from }).TWILIO_FROM).toBe(from)
  })

  it('never shows what is wrong, only where', () => {
    expect(() => parse({ TWILIO_ACCOUNT_SID: 'mistyped' })).not.toThrow('mistyped')
    expect(() => parse({ TWILIO_ACCOUNT_SID: 'mistyped' })).toThrow('TWILIO_ACCOUNT_SID')
  })
})

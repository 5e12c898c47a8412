import { describe, expect, it } from 'vitest'
import { ACTS, type Act, type Gate, gate } from '../../src/door/engage'
import { ASKS, type Ask } from '../../src/door/preset'

const KNOWN = ['contact', 'studio'] as const
const GUESTS = ['guest', 'open'] as const
const EMAILS = [null, 'lena@example.com']

const SETTINGS = ASKS.flatMap((asksBeforeDownload) =>
  ASKS.map((asksBeforeShare) => ({ asksBeforeDownload, asksBeforeShare })),
)

const GO: Gate = { kind: 'go' }
const ask = (what: 'email' | 'account', skippable: boolean): Gate => ({ kind: 'ask', what, skippable })

/** What a guest meets before the acts that no setting changes, from R26. */
const ALWAYS: [Act, Gate][] = [
  ['favourite', ask('account', true)],
  ['cart', ask('account', true)],
  ['save-design', ask('account', false)],
  ['order', ask('account', false)],
]

/** What a guest without an email, and one who left theirs, meets before an act that a setting asks before. */
const BY_SETTING: Record<Ask, [unknown: Gate, left: Gate]> = {
  nothing: [GO, GO],
  email: [ask('email', false), GO],
  account: [ask('account', false), ask('account', false)],
}

describe('before an act', () => {
  const known = KNOWN.flatMap((because) => ACTS.map((act) => ({ because, act })))
  it.each(known)('nobody asks a $because who they are: $act', ({ because, act }) => {
    for (const settings of SETTINGS)
      for (const guestEmail of EMAILS) expect(gate(settings, { because, guestEmail }, act)).toEqual(GO)
  })

  const always = GUESTS.flatMap((because) => ALWAYS.map(([act, expected]) => ({ because, act, expected })))
  it.each(always)('a visitor who is inside as $because is asked for an account: $act', (each) => {
    const { because, act, expected } = each
    for (const settings of SETTINGS)
      for (const guestEmail of EMAILS) expect(gate(settings, { because, guestEmail }, act)).toEqual(expected)
  })

  const bySetting = GUESTS.flatMap((because) => SETTINGS.map((settings) => ({ because, ...settings })))
  it.each(bySetting)(
    'a visitor who is inside as $because is asked what the studio set: download $asksBeforeDownload, share $asksBeforeShare',
    ({ because, ...settings }) => {
      for (const [index, guestEmail] of EMAILS.entries()) {
        const visitor = { because, guestEmail }
        expect(gate(settings, visitor, 'download')).toEqual(BY_SETTING[settings.asksBeforeDownload][index])
        expect(gate(settings, visitor, 'share')).toEqual(BY_SETTING[settings.asksBeforeShare][index])
      }
    },
  )
})

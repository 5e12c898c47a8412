import type { Decision } from './decide'
import type { Ask } from './preset'

/** Acts by which a visitor engages: before them they may be asked who they are (R26). */
export const ACTS = ['favourite', 'cart', 'save-design', 'order', 'download', 'share'] as const
export type Act = (typeof ACTS)[number]

/** What the photographer set. */
export type EngageSettings = { asksBeforeDownload: Ask; asksBeforeShare: Ask }

/** Whoever is inside, with what they wrote at the email wall. */
export type Engaging = { because: Extract<Decision, { kind: 'inside' }>['because']; guestEmail: string | null }

/** Skippable: they may go on without, and what they do is kept on the device. */
export type Gate = { kind: 'go' } | { kind: 'ask'; what: 'email' | 'account'; skippable: boolean }

/**
 * Whether somebody inside is asked who they are before an act (R26). Pure.
 * A contact is a client of the studio, proved by a link or a code: that is the account (spec §1), with a password or without
 * (R25). What a guest wrote satisfies whoever asks for an email, and nobody who asks for an account (R27).
 */
export function gate(settings: EngageSettings, visitor: Engaging, act: Act): Gate {
  const what = askedBefore(settings, act)
  if (what === 'nothing' || visitor.because === 'contact' || visitor.because === 'studio') return { kind: 'go' }
  if (what === 'email' && visitor.guestEmail) return { kind: 'go' }
  return { kind: 'ask', what, skippable: act === 'favourite' || act === 'cart' }
}

function askedBefore(settings: EngageSettings, act: Act): Ask {
  switch (act) {
    case 'favourite':
    case 'cart':
    case 'save-design':
    case 'order':
      return 'account'
    case 'download':
      return settings.asksBeforeDownload
    case 'share':
      return settings.asksBeforeShare
  }
}

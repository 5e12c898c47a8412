import type { Decision, Step } from '../../src/door/decide'
import type { Ask, Guests, Preset } from '../../src/door/preset'
import { ROLE_WORDS } from './role-words'

/** What each preset is, in a sentence (R23). */
export const PRESET_WORDS: Record<Preset, { name: string; text: string }> = {
  effortless: {
    name: 'Effortless',
    text: 'Whoever you invite goes straight in, a password is optional and comes later; a guest link opens at once.',
  },
  identified: {
    name: 'Identified',
    text: 'Whoever you invite makes an account before the first photograph; guests give name and email.',
  },
  pin: {
    name: 'PIN',
    text: 'Whoever you invite goes straight in; everybody else enters the gallery PIN.',
  },
  public: {
    name: 'Public',
    text: 'Open to anybody who has its address, and on your home page if you want.',
  },
  sensitive: {
    name: 'Sensitive',
    text: 'Named contacts with an account and nobody else: guests are refused, links to share and guest code switched off.',
  },
}

export const GUEST_WORDS: Record<Guests, { name: string; text: string }> = {
  refused: { name: 'Nobody', text: 'Only whom you invite comes in.' },
  'by-link': { name: 'With a link', text: 'Or with the guest code, or the gallery PIN if there is one.' },
  anyone: { name: 'Anybody', text: 'The gallery’s address is enough.' },
}

export const ASK_WORDS: Record<Ask, string> = { nothing: 'nothing', email: 'an email address', account: 'an account' }

/** A step at the door, as something that somebody does. */
export const STEP_WORDS: Record<Exclude<Step, 'sign-in'>, string> = {
  pin: 'enters the gallery PIN',
  identify: 'gives name and email',
  'create-account': 'makes an account',
  'accept-terms': 'accepts your media usage terms',
}

/** Where a way through the door ends. */
export function endWords(end: Decision): string {
  switch (end.kind) {
    case 'inside':
      return `sees the photographs as ${ROLE_WORDS[end.role]}`
    case 'ask':
      return end.because === 'guests-refused'
        ? 'reads that no guests are admitted'
        : 'is asked to sign in; only your contacts get further'
    case 'closed':
      return end.state === 'expired' ? 'reads that the gallery is closed' : 'reads that it is not open yet'
  }
}

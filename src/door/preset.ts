import { randomDigits } from '../lib/token'
import { PIN_DIGITS } from './pin'

/** R23: what a gallery's settings are filled with. */
export const PRESETS = ['effortless', 'identified', 'pin', 'public', 'sensitive'] as const
export type Preset = (typeof PRESETS)[number]

/** Who may come without a personal link: nobody; whoever has a role link, the guest code or the PIN; anybody. */
export const GUESTS = ['refused', 'by-link', 'anyone'] as const
export type Guests = (typeof GUESTS)[number]

/** What is asked of a guest before some acts (R26). */
export const ASKS = ['nothing', 'email', 'account'] as const
export type Ask = (typeof ASKS)[number]

/** The door's single settings, as a preset fills them and the photographer changes them. */
export type DoorSettings = {
  guests: Guests
  /** R20, of whoever comes without a personal link. */
  asksEmail: boolean
  /** R24, of whoever comes by a personal link. */
  asksAccount: boolean
  /** Whether there is a gallery PIN, for whoever comes without a personal link (R14). */
  hasPin: boolean
  isListed: boolean
}

/**
 * R23. A gallery's plain address can be guessed from its title: it opens to anybody in *Public* alone; elsewhere it asks for
 * the PIN, or who is there.
 */
export const FILLED: Record<Preset, DoorSettings> = {
  effortless: { guests: 'by-link', asksEmail: false, asksAccount: false, hasPin: false, isListed: false },
  identified: { guests: 'by-link', asksEmail: true, asksAccount: true, hasPin: false, isListed: false },
  pin: { guests: 'by-link', asksEmail: false, asksAccount: false, hasPin: true, isListed: false },
  public: { guests: 'anyone', asksEmail: false, asksAccount: false, hasPin: false, isListed: false },
  sensitive: { guests: 'refused', asksAccount: true, asksEmail: false, hasPin: false, isListed: false },
}

/** Whether settings still are as a preset filled them. A public gallery is listed or not, as the photographer wants (R23). */
export function isAsFilled(preset: Preset, settings: DoorSettings): boolean {
  const filled = FILLED[preset]
  const isSame = (name: keyof DoorSettings) => settings[name] === filled[name]
  return (
    isSame('guests') &&
    isSame('asksEmail') &&
    isSame('asksAccount') &&
    isSame('hasPin') &&
    (preset === 'public' || isSame('isListed'))
  )
}

/** The shortest PIN that a gallery may have: under six digits it is refused where it is sensitive (R23). */
export function shortestPin(preset: Preset): number {
  return preset === 'sensitive' ? SUGGESTED_PIN_DIGITS : PIN_DIGITS.min
}

const SUGGESTED_PIN_DIGITS = 6

/** R14: six digits, generated. */
export function suggestPin(): string {
  return randomDigits(SUGGESTED_PIN_DIGITS)
}

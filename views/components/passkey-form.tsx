import type { Child } from 'hono/jsx'
import { paths } from '../../src/paths'
import { words } from '../words/en'

type Props = {
  /** Where the browser's answer goes, and where it is asked for. */
  action: string
  challenges: string
  purpose: 'sign-in' | 'step-up' | 'add'
  /** Whether the email field of the page offers passkeys too. */
  isOffered?: boolean
  button: string
  class?: 'primary' | 'second' | 'link'
  children?: Child
}

/** Asks the browser for a passkey. On a page that loads `/passkey.js`, which shows it where passkeys are known. */
export function PasskeyForm({ action, challenges, purpose, isOffered, button, class: className, children }: Props) {
  const { failed, already } = words.passkeys
  return (
    <form
      method="post"
      action={action}
      class="stack"
      data-passkey={challenges}
      data-purpose={purpose}
      data-offered={isOffered}
      hidden
    >
      <input type="hidden" name="credential" />
      {children}
      <button class={className}>{button}</button>
      <p class="hint" role="status" data-failed={failed} data-already={already} />
    </form>
  )
}

type DoorProps = { studio: { slug: string }; gallery: { slug: string }; class?: Props['class'] }

/** Into a gallery, at its door: a passkey says by itself whose it is, so it is offered to everybody alike (P6). */
export function PasskeyAtDoor({ studio, gallery, class: className }: DoorProps) {
  return (
    <PasskeyForm
      action={paths.doorPasskey(studio, gallery)}
      challenges={paths.portalChallenges(studio)}
      purpose="sign-in"
      button={words.passkeys.use}
      class={className}
    />
  )
}

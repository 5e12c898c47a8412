import type { Child } from 'hono/jsx'
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

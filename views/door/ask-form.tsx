import type { Child } from 'hono/jsx'
import { EmailField } from '../components/email-field'
import { Flash } from '../components/flash'
import { words } from '../words/en'

/** Whom the browser in hand is known to belong to: by a personal link, or by the visit it had. */
export type Known = {
  /** Masked. */
  address: string
  /** The token of the link it came by. */
  link?: string | undefined
}

export type AskProps = {
  known?: Known | undefined
  /** This browser has asked here within the hour. */
  hasAsked: boolean
  typed?: string | undefined
  error?: string | undefined
}

type Props = AskProps & {
  action: string
  button: string
  /** What is said once it has been asked. */
  asked: Child
  /** Where the answer goes, for who is known. */
  to: (address: string) => string
}

/** One wish at a gallery that is not open: by one button for who is known, by an email address for everybody else. */
export function AskForm(props: Props) {
  const { known, hasAsked, error } = props
  if (hasAsked && !error) return <Asked {...props} />
  return <div class="ask">{known && !error ? <ByButton {...props} known={known} /> : <ByAddress {...props} />}</div>
}

function Asked({ asked, ...form }: Props) {
  return (
    <div class="ask">
      <Flash>{asked}</Flash>
      <details>
        <summary>{words.ask.other}</summary>
        <ByAddress {...form} />
      </details>
    </div>
  )
}

function ByButton({ action, button, to, known }: Pick<Props, 'action' | 'button' | 'to'> & { known: Known }) {
  return (
    <form method="post" action={action} class="stack">
      {known.link && <input type="hidden" name="link" value={known.link} />}
      <button class="primary">{button}</button>
      <p class="small quiet">{to(known.address)}</p>
    </form>
  )
}

function ByAddress({ action, button, typed, error }: Pick<Props, 'action' | 'button' | 'typed' | 'error'>) {
  return (
    <form method="post" action={action} class="stack">
      <EmailField value={typed} error={error} autocomplete="email" />
      <button class="primary">{button}</button>
    </form>
  )
}

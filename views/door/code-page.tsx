import type { Child } from 'hono/jsx'
import type { Channel } from '../../src/door/code'
import { Field } from '../components/field'
import { Flash } from '../components/flash'
import { OutboxNote } from '../components/outbox-note'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'

type CodeProps = {
  studio?: { name: string } | undefined
  /** Where the code is posted, and where another one is asked for. */
  action: string
  again: string
  /** What the button says. */
  enter?: string
  /** Why a code is asked for, where it is not what was chosen: a sentence. */
  because?: string | undefined
  /** What happened and where the code went: a sentence or two. */
  reason: Child
  channel?: Channel
  /** Seconds until another one may be sent. */
  wait: number
  error?: string | undefined
  note?: string | undefined
  /** On a local start: where the message is. */
  outbox: boolean
  /** Other ways in. */
  children?: Child
}

/** Six digits, typed in the browser that asked (R12, R13). */
export function CodePage(props: CodeProps) {
  const {
    studio,
    action,
    again,
    enter = words.code.enter,
    because,
    reason,
    wait,
    error,
    note,
    outbox,
    children,
  } = props
  const { channel = 'email' } = props
  return (
    <DoorPage title={words.code.titles[channel]} studio={studio} scripts={['/code.js']}>
      {because && <p>{because}</p>}
      <p>{reason}</p>
      <Flash>{note}</Flash>
      <form method="post" action={action} class="stack" data-code="">
        <Field
          name="code"
          label={words.code.label}
          inputmode="numeric"
          autocomplete="one-time-code"
          error={error}
          required
          autofocus
          maxlength={20}
          class="digits"
        />
        <button class="primary">{enter}</button>
      </form>
      <form method="post" action={again} data-wait={wait}>
        <input type="hidden" name="channel" value={channel} />
        <button class="link">{words.code.again}</button>
        {wait > 0 && (
          <span class="quiet" data-count={` ${words.wait.in('#')}`} data-over="">
            {` ${words.wait.after(wait)}`}
          </span>
        )}
      </form>
      {children}
      {outbox && <OutboxNote what="code" />}
    </DoorPage>
  )
}

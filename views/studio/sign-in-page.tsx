import { paths } from '../../src/paths'
import { Field, type Returned } from '../components/field'
import { DoorPage } from '../layouts/door'

export function SignInPage({ typed, errors }: Returned) {
  return (
    <DoorPage title="Sign in">
      <form method="post" action={paths.signIn()} class="stack">
        <Field
          name="email"
          label="Email"
          type="email"
          value={typed.email}
          error={errors.email}
          required
          autofocus
          autocomplete="username"
          hint="We send a six-digit code to the address your studio knows."
        />
        <button class="primary">Send the code</button>
      </form>
    </DoorPage>
  )
}

export type CodeProps = {
  /** Masked. */
  address: string
  error?: string | undefined
  note?: string | undefined
  outbox: boolean
}

export function CodePage({ address, error, note, outbox }: CodeProps) {
  return (
    <DoorPage title="Check your email">
      <p>
        If <strong>{address}</strong> belongs to a studio here, a six-digit code is on its way. It works for 15 minutes.
      </p>
      {note && (
        <p class="flash" role="status">
          {note}
        </p>
      )}
      <form method="post" action={paths.signInCode()} class="stack">
        <Field
          name="code"
          label="Login code"
          inputmode="numeric"
          autocomplete="one-time-code"
          error={error}
          required
          autofocus
          maxlength={20}
          class="digits"
        />
        <button class="primary">Sign in</button>
      </form>
      <form method="post" action={paths.signInCode()}>
        <input type="hidden" name="again" value="yes" />
        <button class="link">Send another code</button>
      </form>
      <p>
        <a href={paths.signIn()}>Use another address</a>
      </p>
      {outbox && (
        <p class="quiet small">
          Nothing leaves this machine: the code is in the <a href={paths.outbox()}>outbox</a>.
        </p>
      )}
    </DoorPage>
  )
}

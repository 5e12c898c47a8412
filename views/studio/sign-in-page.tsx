import { paths } from '../../src/paths'
import { Field, type Returned } from '../components/field'
import { Flash } from '../components/flash'
import { PasskeyForm } from '../components/passkey-form'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'

export function SignInPage({ typed, errors, note }: Returned & { note?: string | undefined }) {
  return (
    <DoorPage title="Sign in" scripts={['/passkey.js']}>
      <Flash>{note}</Flash>
      <form method="post" action={paths.signIn()} class="stack">
        <Field
          name="email"
          label="Email"
          type="email"
          value={typed.email}
          error={errors.email}
          required
          autofocus
          autocomplete="username webauthn"
          hint="We send a six-digit code to the address your studio knows."
        />
        <button class="primary">Send the code</button>
      </form>
      <PasskeyForm
        action={paths.signInPasskey()}
        challenges={paths.staffChallenges()}
        purpose="sign-in"
        button={words.passkeys.use}
        class="link"
        isOffered
      />
    </DoorPage>
  )
}

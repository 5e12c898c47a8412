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

import { words } from '../words/en'
import { Field, type FieldProps } from './field'

type Props = Pick<FieldProps, 'value' | 'error'> & { autocomplete?: 'username' | 'username webauthn' | 'email' }

/** Somebody's own email address. @param props.autocomplete `username` where they sign in with it, `webauthn` where a passkey does too */
export function EmailField(props: Props) {
  return (
    <Field
      name="email"
      label={words.door.email}
      type="email"
      required
      autocomplete="username"
      inputmode="email"
      {...props}
    />
  )
}

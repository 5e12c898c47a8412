import { words } from '../words/en'
import { Field, type FieldProps } from './field'

/** Somebody's own email address. @param props.autocomplete `username` where they sign in with it */
export function EmailField(props: Pick<FieldProps, 'value' | 'error'> & { autocomplete?: 'username' | 'email' }) {
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

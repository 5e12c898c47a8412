import { words } from '../words/en'
import { Field } from './field'

type Props = {
  /** Whose password it shall be: not shown here, for password managers to keep beside it. */
  email?: string
  /** Suggested, or as it came back. */
  value: string | undefined
  error?: string | undefined
}

/** A new password: four words to keep or to replace, to be read while they are there. */
export function NewPassword({ email, value, error }: Props) {
  return (
    <>
      {email && <input type="email" name="email" value={email} autocomplete="username" readonly hidden />}
      <Field
        name="password"
        label={words.newPassword.label}
        value={value}
        error={error}
        hint={error ? undefined : words.newPassword.hint}
        required
        autocomplete="new-password"
        autocapitalize="none"
        autocorrect="off"
        spellcheck={false}
      />
    </>
  )
}

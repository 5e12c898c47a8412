import { words } from '../words/en'
import { Field } from './field'
import { PasskeyForm } from './passkey-form'

type Props = {
  action: string
  challenges: string
  /** Suggested, or as it came back. */
  name: string
  error?: string | undefined
}

/** A new passkey with its name. */
export function AddPasskey({ action, challenges, name, error }: Props) {
  const { add, name: label, nameHint, noScript } = words.passkeys
  return (
    <div class="narrow">
      <PasskeyForm action={action} challenges={challenges} purpose="add" button={add} class="primary">
        <Field name="name" label={label} value={name} error={error} hint={nameHint} required maxlength={60} />
      </PasskeyForm>
      <noscript>
        <p class="hint">{noScript}</p>
      </noscript>
    </div>
  )
}

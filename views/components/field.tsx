import type { Child } from 'hono/jsx'

export type FieldProps = {
  name: string
  label: string
  type?: string
  value?: string | null | undefined
  hint?: Child
  error?: string | undefined
  required?: boolean
  autofocus?: boolean
  autocomplete?: string
  inputmode?: 'numeric' | 'email' | 'tel'
  maxlength?: number
  autocapitalize?: 'none'
  autocorrect?: 'off'
  spellcheck?: boolean
  class?: string
}

/** One labelled input with its hint, and beside it the reason when it came back. */
export function Field({ name, label, hint, error, class: className, ...input }: FieldProps) {
  const about = [hint ? `${name}-hint` : '', error ? `${name}-error` : ''].filter(Boolean).join(' ')
  return (
    <div class={`field ${className ?? ''}`}>
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        {...input}
        value={input.value ?? ''}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={about || undefined}
      />
      {error && (
        <p class="error" id={`${name}-error`}>
          {error}
        </p>
      )}
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

/** One of a few words. */
export function Select(props: { name: string; label: string; value: string; options: Record<string, string> }) {
  const { name, label, value, options } = props
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        {Object.entries(options).map(([option, words]) => (
          <option value={option} selected={option === value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  )
}

/** A yes or no with a sentence of what it does. */
export function Check(props: { name: string; label: string; checked: boolean; hint?: string }) {
  return (
    <div class="check">
      <input type="checkbox" id={props.name} name={props.name} value="yes" checked={props.checked} />
      <label for={props.name}>{props.label}</label>
      {props.hint && <p class="hint">{props.hint}</p>}
    </div>
  )
}

/** What a form came back with: what was typed, and a reason per field. */
export type Returned = { typed: Record<string, string>; errors: Record<string, string> }

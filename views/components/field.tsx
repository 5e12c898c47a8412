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
export function Field({ label, hint, error, class: className, ...input }: FieldProps) {
  const { name, value } = input
  return (
    <Around {...{ name, label, hint, error }} class={className}>
      <input id={name} {...input} value={value ?? ''} {...stateOf({ name, hint, error })} />
    </Around>
  )
}

type TextProps = Pick<FieldProps, 'name' | 'label' | 'value' | 'hint' | 'error' | 'required'> & { rows: number }

/** The same for a text of many lines. */
export function TextField({ label, hint, error, value, ...input }: TextProps) {
  const { name } = input
  return (
    <Around {...{ name, label, hint, error }}>
      <textarea id={name} {...input} {...stateOf({ name, hint, error })}>
        {value}
      </textarea>
    </Around>
  )
}

type AroundProps = Pick<FieldProps, 'name' | 'hint' | 'error'>

function Around(props: AroundProps & { label: string; class?: string | undefined; children?: Child }) {
  const { name, label, hint, error, class: className, children } = props
  return (
    <div class={`field ${className ?? ''}`}>
      <label for={name}>{label}</label>
      {children}
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

/** Says to whoever hears the page what stands around an input. */
function stateOf({ name, hint, error }: AroundProps) {
  const about = [hint ? `${name}-hint` : '', error ? `${name}-error` : ''].filter(Boolean).join(' ')
  return { 'aria-invalid': error ? ('true' as const) : undefined, 'aria-describedby': about || undefined }
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

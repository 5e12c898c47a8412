import type { Child } from 'hono/jsx'
import { paths } from '../../src/paths'
import { Field, type Returned } from '../components/field'
import { Flash } from '../components/flash'
import { NewPassword } from '../components/new-password'
import { phoneInWords } from '../components/phone'
import { PortalPage } from '../layouts/portal'
import { words } from '../words/en'

type Studio = { name: string; slug: string }

type DetailsProps = Returned & {
  studio: Studio
  /** Of what is on file: a form that is based on an older one is not saved. */
  version: number
  /** What is on file, where somebody changed it meanwhile. */
  meanwhile?: { name: string; phone: string | null }
  /** Whether codes can go to a phone. */
  hasSms: boolean
}

/** A client's own name and phone (R43). */
export function DetailsPage({ studio, typed, errors, version, meanwhile, hasSms }: DetailsProps) {
  const { title, phoneHint, phoneSms, save, meanwhile: changed, now, nothing } = words.clientAccount.details
  const phone = meanwhile?.phone ? phoneInWords(meanwhile.phone) : nothing
  const onFile = (field: 'name' | 'phone') => meanwhile && now(field === 'phone' ? phone : meanwhile.name)
  return (
    <FormPage studio={studio} title={title}>
      <Flash>{meanwhile && changed}</Flash>
      <form method="post" action={paths.clientDetails(studio)} class="stack narrow">
        <input type="hidden" name="version" value={String(version)} />
        <Field
          name="name"
          label={words.clientAccount.name}
          value={typed.name}
          error={errors.name}
          hint={onFile('name')}
          required
          maxlength={80}
          autocomplete="name"
        />
        <Field
          name="phone"
          label={words.clientAccount.phone}
          type="tel"
          value={typed.phone}
          error={errors.phone}
          hint={onFile('phone') ?? (hasSms ? `${phoneHint} ${phoneSms}` : phoneHint)}
          autocomplete="tel"
        />
        <button class="primary">{save}</button>
      </form>
    </FormPage>
  )
}

type PasswordProps = {
  studio: Studio
  email: string
  hasPassword: boolean
  /** Suggested, or as it came back. */
  password: string
  error?: string | undefined
}

/** A client's password, set or changed: the step-up stands for the one until now (R43). */
export function PasswordPage({ studio, email, hasPassword, password, error }: PasswordProps) {
  const { title, text, save } = words.clientAccount.newPassword
  return (
    <FormPage studio={studio} title={hasPassword ? title.set : title.none} scripts={['/new-password.js']}>
      <p class="prose">{text}</p>
      <form method="post" action={paths.clientPassword(studio)} class="stack narrow">
        <NewPassword email={email} value={password} error={error} />
        <button class="primary">{save}</button>
      </form>
      <p>
        <a href={paths.clientPassword(studio)}>{words.newPassword.another}</a>
      </p>
    </FormPage>
  )
}

/** A client asks for another address (R43). */
export function EmailPage({ studio, current, typed, errors }: Returned & { studio: Studio; current: string }) {
  const { title, text, label, send } = words.clientAccount.newEmail
  return (
    <FormPage studio={studio} title={title}>
      <p class="prose">{text(current)}</p>
      <form method="post" action={paths.clientEmail(studio)} class="stack narrow">
        <Field
          name="email"
          label={label}
          type="email"
          value={typed.email}
          error={errors.email}
          required
          autocomplete="email"
          inputmode="email"
        />
        <button class="primary">{send}</button>
      </form>
    </FormPage>
  )
}

/** One thing of an account to change, and the way back. */
function FormPage(props: { studio: Studio; title: string; scripts?: string[]; children?: Child }) {
  const { studio, title, scripts, children } = props
  return (
    <PortalPage title={title} studio={studio} scripts={scripts ?? []}>
      <h1>{title}</h1>
      {children}
      <p>
        <a href={paths.clientAccount(studio)}>{words.clientAccount.back}</a>
      </p>
    </PortalPage>
  )
}

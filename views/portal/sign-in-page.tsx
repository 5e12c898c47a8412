import type { Child } from 'hono/jsx'
import { paths } from '../../src/paths'
import { EmailField } from '../components/email-field'
import { Field } from '../components/field'
import { Flash } from '../components/flash'
import { PasskeyForm } from '../components/passkey-form'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'

type Studio = { name: string; slug: string }

type AddressProps = {
  studio: Studio
  note?: string | undefined
  typed?: string | undefined
  error?: string | undefined
}

/** The way into the portal begins with one field (R41). */
export function AddressPage({ studio, note, typed, error }: AddressProps) {
  const { title, text, next } = words.portal.signIn
  return (
    <DoorPage title={title} studio={studio} scripts={['/passkey.js']}>
      <Flash>{note}</Flash>
      <p>{text(studio.name)}</p>
      <form method="post" action={paths.portalSignIn(studio)} class="stack">
        <EmailField value={typed} error={error} autocomplete="username webauthn" />
        <button class="primary">{next}</button>
      </form>
      <PasskeySignIn studio={studio} isOffered />
    </DoorPage>
  )
}

/** A passkey says by itself whose it is: no address has to be typed, and the page asks alike whatever was (P6). */
function PasskeySignIn({ studio, isOffered }: { studio: Studio; isOffered?: boolean }) {
  return (
    <PasskeyForm
      action={paths.portalPasskey(studio)}
      challenges={paths.portalChallenges(studio)}
      purpose="sign-in"
      button={words.passkeys.use}
      class={isOffered ? 'link' : 'second'}
      isOffered={isOffered}
    />
  )
}

type WaysProps = {
  studio: Studio
  email: string
  hasSms: boolean
  note?: string | undefined
  error?: string | undefined
  children?: Child
}

/** Password, passkey or code; offered alike for every address (P6). */
export function WaysPage({ studio, email, hasSms, note, error, children }: WaysProps) {
  const { welcome, as, enter, code, sms } = words.portal.signIn
  return (
    <DoorPage title={welcome} studio={studio} scripts={['/passkey.js']}>
      <Flash>{note}</Flash>
      <p>{as(email)}</p>
      <form method="post" action={paths.portalCodes(studio)} class="stack">
        <button class="primary">{code}</button>
        {hasSms && (
          <button name="channel" value="sms">
            {sms}
          </button>
        )}
      </form>
      <PasskeySignIn studio={studio} />
      <form method="post" action={paths.portalPassword(studio)} class="stack">
        <input type="email" name="email" value={email} autocomplete="username" hidden readonly />
        <Field
          name="password"
          label={words.password.label}
          type="password"
          error={error}
          required
          autocomplete="current-password"
        />
        <button>{enter}</button>
      </form>
      {children}
      <ul class="ways">
        <li>
          <a href={paths.resets(studio)}>{words.password.forgot}</a> ·{' '}
          <a href={paths.resets(studio)}>{words.password.none}</a>
        </li>
        <li>
          <a href={paths.portal(studio)}>{words.code.other}</a>
        </li>
      </ul>
    </DoorPage>
  )
}

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
  /** The part of the account that it is for. */
  wanted?: string | undefined
}

/** The way into the portal begins with one field (R41). */
export function AddressPage({ studio, note, typed, error, wanted }: AddressProps) {
  const { title, text, next } = words.portal.signIn
  return (
    <DoorPage title={title} studio={studio} scripts={['/passkey.js']}>
      <Flash>{note}</Flash>
      <p>{text(studio.name)}</p>
      <form method="post" action={paths.portalSignIn(studio)} class="stack">
        <EmailField value={typed} error={error} autocomplete="username webauthn" />
        {wanted && <input type="hidden" name="for" value={wanted} />}
        <button class="primary">{next}</button>
      </form>
      <PasskeySignIn studio={studio} wanted={wanted} isOffered />
    </DoorPage>
  )
}

/** A passkey says by itself whose it is: no address has to be typed, and the page asks alike whatever was (P6). */
type PasskeyProps = Pick<AddressProps, 'studio' | 'wanted'> & { isOffered?: boolean }

function PasskeySignIn({ studio, wanted, isOffered }: PasskeyProps) {
  return (
    <PasskeyForm
      action={paths.portalPasskey(studio)}
      challenges={paths.portalChallenges(studio)}
      purpose="sign-in"
      button={words.passkeys.use}
      class={isOffered ? 'link' : 'second'}
      isOffered={isOffered}
    >
      {wanted && <input type="hidden" name="for" value={wanted} />}
    </PasskeyForm>
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

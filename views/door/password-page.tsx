import { paths } from '../../src/paths'
import { EmailField } from '../components/email-field'
import { Field, type Returned } from '../components/field'
import { Flash } from '../components/flash'
import { PasskeyAtDoor } from '../components/passkey-form'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'
import { Approve, type WaysProps } from './other-ways'

type Props = Returned & {
  studio: { name: string; slug: string }
  gallery: { slug: string }
  /** The client's own link that did not open here: who they are is known. */
  link?: (NonNullable<WaysProps['link']> & { because: 'stale' | 'other-device' }) | undefined
  note?: string | undefined
}

/** The password, or a login code instead (R10); offered alike for every address (P6). */
export function PasswordPage({ studio, gallery, link, note, typed, errors }: Props) {
  return (
    <DoorPage title={words.password.title} studio={studio} scripts={['/passkey.js']}>
      {link && <p>{words.code.because[link.because]}</p>}
      <Flash>{note}</Flash>
      <form method="post" action={paths.password(studio, gallery)} class="stack">
        {link ? <p>{words.password.of(link.maskedEmail)}</p> : <EmailField value={typed.email} error={errors.email} />}
        <Field
          name="password"
          label={words.password.label}
          type="password"
          error={errors.password}
          required
          autofocus={Boolean(link)}
          autocomplete="current-password"
        />
        <button class="primary">{words.password.enter}</button>
      </form>
      <PasskeyAtDoor studio={studio} gallery={gallery} class="second" />
      <CodeInstead studio={studio} gallery={gallery} link={link} />
    </DoorPage>
  )
}

function CodeInstead({ studio, gallery, link }: Pick<Props, 'studio' | 'gallery' | 'link'>) {
  return (
    <ul class="ways">
      <li>
        {link && !link.maskedPhone ? (
          <form method="post" action={paths.codes(studio, gallery)}>
            <button class="link">{words.password.codeInstead}</button>
          </form>
        ) : (
          <a href={link ? paths.codes(studio, gallery) : paths.doorSignIn(studio, gallery)}>
            {words.password.codeInstead}
          </a>
        )}
      </li>
      {link?.because === 'other-device' && <Approve {...{ studio, gallery }} />}
      <li>
        <a href={paths.resets(studio)}>{words.password.forgot}</a> ·{' '}
        <a href={paths.resets(studio)}>{words.password.none}</a>
      </li>
      {link?.admitsGuest && (
        <li>
          <form method="post" action={paths.linkGuest(link.token)}>
            <button class="link">{words.cover.notMe}</button>
          </form>
        </li>
      )}
    </ul>
  )
}

import { paths } from '../../src/paths'
import { Flash } from '../components/flash'
import { NewPassword } from '../components/new-password'
import { PasskeyForm } from '../components/passkey-form'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'

type AccountProps = {
  studio: { name: string; slug: string }
  gallery: { slug: string }
  email: string
  /** Asked for before the first photo, or added by whoever is inside (R24, R25). */
  when: 'before' | 'later'
  /** Suggested, or as it came back. */
  password: string
  error?: string | undefined
  note?: string | undefined
}

/** A client's account: their email, and a password, suggested (R24). */
export function AccountPage({ studio, gallery, email, when, password, error, note }: AccountProps) {
  const { title, text, save } = words.account[when]
  const isAsked = when === 'before'
  return (
    <DoorPage title={title} studio={studio} scripts={['/new-password.js', '/passkey.js']}>
      <Flash>{note}</Flash>
      <p>{text(studio.name)}</p>
      <p>{words.account.email(email)}</p>
      <form method="post" action={paths.account(studio, gallery)} class="stack">
        <NewPassword email={email} value={password} error={error} />
        <button class="primary">{save}</button>
      </form>
      <PasskeyForm
        action={paths.accountPasskeys(studio, gallery)}
        challenges={paths.accountChallenges(studio, gallery)}
        purpose="add"
        button={words.passkeys.instead}
        class="second"
      />
      <ul class="ways">
        <li>
          <a href={isAsked ? paths.gallery(studio, gallery) : paths.account(studio, gallery)}>
            {words.newPassword.another}
          </a>
        </li>
        {!isAsked && (
          <li>
            <a href={paths.gallery(studio, gallery)}>{words.account.back}</a>
          </li>
        )}
      </ul>
    </DoorPage>
  )
}

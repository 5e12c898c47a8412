import { paths } from '../../src/paths'
import { NewPassword } from '../components/new-password'
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
}

/** A client's account: their email, and a password, suggested (R24). */
export function AccountPage({ studio, gallery, email, when, password, error }: AccountProps) {
  const { title, text, save } = words.account[when]
  const isAsked = when === 'before'
  return (
    <DoorPage title={title} studio={studio} scripts={['/new-password.js']}>
      <p>{text(studio.name)}</p>
      <p>{words.account.email(email)}</p>
      <form method="post" action={paths.account(studio, gallery)} class="stack">
        <NewPassword email={email} value={password} error={error} />
        <button class="primary">{save}</button>
      </form>
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

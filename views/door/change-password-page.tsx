import { paths } from '../../src/paths'
import { EmailField } from '../components/email-field'
import { Field, type Returned } from '../components/field'
import { NewPassword } from '../components/new-password'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'

type Studio = { name: string; slug: string }

/** A new password in the place of the one until now. */
export function ChangePasswordPage({ studio, typed, errors }: Returned & { studio: Studio }) {
  return (
    <DoorPage title={words.passwordChange.title} studio={studio} scripts={['/new-password.js']}>
      <form method="post" action={paths.passwordChange(studio)} class="stack">
        <EmailField value={typed.email} error={errors.email} />
        <Field
          name="current"
          label={words.passwordChange.current}
          type="password"
          error={errors.current}
          required
          autocomplete="current-password"
        />
        <NewPassword value={typed.password} error={errors.password} />
        <button class="primary">{words.passwordChange.save}</button>
      </form>
      <p>
        <a href={paths.resets(studio)}>{words.password.forgot}</a>
      </p>
    </DoorPage>
  )
}

/** What came of it. */
export function ChangedPasswordPage({ studio }: { studio: Studio }) {
  const { title, text } = words.passwordChange.done
  return (
    <DoorPage title={title} studio={studio}>
      <p>{text}</p>
      <p>
        <a class="button" href={paths.studioHome(studio)}>
          {words.reset.done.home(studio.name)}
        </a>
      </p>
    </DoorPage>
  )
}

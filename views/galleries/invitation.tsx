import { INVITED_AFTER_PHOTOS, INVITED_AFTER_SECONDS } from '../../src/door/account'
import { paths } from '../../src/paths'
import { NewPassword } from '../components/new-password'
import { PasskeyForm } from '../components/passkey-form'
import { words } from '../words/en'

type Props = {
  studio: { slug: string }
  gallery: { slug: string }
  email: string
  /** Suggested. */
  password: string
}

/** The invitation to a password: below the photographs, and shown by script once its time has come (R25). */
export function Invitation({ studio, gallery, email, password }: Props) {
  return (
    <aside
      class="invitation"
      aria-labelledby="invitation"
      hidden
      data-seconds={INVITED_AFTER_SECONDS}
      data-photos={INVITED_AFTER_PHOTOS}
      data-shown={paths.invitation(studio, gallery)}
    >
      <div class="stack">
        <h2 id="invitation">{words.invitation.title}</h2>
        <p class="quiet">{words.invitation.text(email)}</p>
      </div>
      <div class="stack">
        <form method="post" action={paths.account(studio, gallery)} class="stack">
          <NewPassword email={email} value={password} />
          <div class="row">
            <button class="primary">{words.account.later.save}</button>
            <button class="link" form="decline">
              {words.invitation.decline}
            </button>
          </div>
        </form>
        <PasskeyForm
          action={paths.accountPasskeys(studio, gallery)}
          challenges={paths.accountChallenges(studio, gallery)}
          purpose="add"
          button={words.passkeys.instead}
        />
      </div>
      <form method="post" action={paths.invitationRemoval(studio, gallery)} id="decline" />
    </aside>
  )
}

import { paths } from '../../src/paths'
import { Flash } from '../components/flash'
import { PasskeyForm } from '../components/passkey-form'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'

type Studio = { name: string; slug: string }

type StepUpProps = {
  studio: Studio
  maskedEmail: string
  /** Of a phone on file, where there is a service to reach it. */
  maskedPhone: string | null
  hasPasskey: boolean
  note?: string | undefined
}

/** Before anything of an account is changed: who asks for it? (R43) */
export function StepUpPage({ studio, maskedEmail, maskedPhone, hasPasskey, note }: StepUpProps) {
  const { title, text, email, sms, notNow } = words.portal.stepUp
  return (
    <DoorPage title={title} studio={studio} scripts={hasPasskey ? ['/passkey.js'] : []}>
      <p>{text(hasPasskey)}</p>
      <Flash>{note}</Flash>
      {hasPasskey && (
        <PasskeyForm
          action={paths.stepUpPasskey(studio)}
          challenges={paths.portalChallenges(studio)}
          purpose="step-up"
          button={words.passkeys.use}
          class="primary"
        />
      )}
      <form method="post" action={paths.stepUpCodes(studio)} class="stack">
        <button class={hasPasskey ? 'second' : 'primary'} name="channel" value="email">
          {email(maskedEmail)}
        </button>
        {maskedPhone && (
          <button class="second" name="channel" value="sms">
            {sms(maskedPhone)}
          </button>
        )}
      </form>
      <p>
        <a href={paths.clientAccount(studio)}>{notNow}</a>
      </p>
    </DoorPage>
  )
}

/** A change that was sent without proof of who sends it: nothing was saved (R43). */
export function StepUpNeededPage({ studio }: { studio: Studio }) {
  const { title, text, go } = words.portal.stepUp.needed
  return (
    <DoorPage title={title} studio={studio}>
      <p>{text}</p>
      <p>
        <a class="button primary" href={paths.stepUp(studio)}>
          {go}
        </a>
      </p>
    </DoorPage>
  )
}

import { STEP_UP_MINUTES } from '../../src/door/step-up'
import { paths } from '../../src/paths'
import { Flash } from '../components/flash'
import { PasskeyForm } from '../components/passkey-form'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'

type Props = { maskedEmail: string; hasPasskey: boolean; note?: string | undefined }

/** Before somebody of the studio changes their own account: by their passkey, or a code if they have none. */
export function StaffStepUpPage({ maskedEmail, hasPasskey, note }: Props) {
  return (
    <DoorPage title="Confirm that it’s you" scripts={hasPasskey ? ['/passkey.js'] : []}>
      <p>
        Changes to your account ask for your {hasPasskey ? 'passkey' : 'login code'}. It then holds for{' '}
        {STEP_UP_MINUTES} minutes in this browser.
      </p>
      <Flash>{note}</Flash>
      {hasPasskey ? (
        <>
          <PasskeyForm
            action={paths.staffStepUpPasskey()}
            challenges={paths.staffChallenges()}
            purpose="step-up"
            button={words.passkeys.use}
            class="primary"
          />
          <noscript>
            <p class="hint">Passkeys need JavaScript.</p>
          </noscript>
        </>
      ) : (
        <form method="post" action={paths.staffStepUpCodes()} class="stack">
          <button class="primary">Email a code to {maskedEmail}</button>
        </form>
      )}
      <p>
        <a href={paths.staffAccount()}>Not now</a>
      </p>
    </DoorPage>
  )
}

/** A change that was sent without proof of who sends it: nothing was saved. */
export function StaffStepUpNeededPage() {
  return (
    <DoorPage title="First, confirm that it’s you">
      <p>Nothing was saved. Changes to your account ask for proof, which then holds for {STEP_UP_MINUTES} minutes.</p>
      <p>
        <a class="button primary" href={paths.staffStepUp()}>
          Confirm that it’s me
        </a>
      </p>
    </DoorPage>
  )
}

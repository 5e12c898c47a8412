import { paths } from '../../src/paths'
import { AddPasskey } from '../components/add-passkey'
import { type PasskeyLine, PasskeyList } from '../components/passkey-list'
import { StudioPage } from '../layouts/studio'
import { words } from '../words/en'

type Props = {
  studio: { name: string; timeZone: string }
  staff: { name: string; email: string }
  passkeys: PasskeyLine[]
  /** They proved a moment ago who they are. */
  mayChange: boolean
  /** Suggested for the next passkey, or as it came back. */
  name: string
  error?: string | undefined
  flash?: string | undefined
}

/** Somebody of the studio: who they are, and their passkeys. */
export function StaffAccountPage({ studio, staff, passkeys, mayChange, name, error, flash }: Props) {
  return (
    <StudioPage title="Account" studio={studio} place="account" flash={flash} scripts={['/passkey.js']}>
      <div class="heading">
        <div>
          <h1>{staff.name}</h1>
          <p class="quiet facts">{staff.email}</p>
        </div>
        <a class="button" href={paths.staffDevices()}>
          Your devices
        </a>
      </div>
      <section class="stack prose" aria-labelledby="passkeys">
        <h2 id="passkeys">{words.passkeys.title}</h2>
        <p>
          {passkeys.length > 0
            ? 'You sign in with a passkey, and with nothing else: no login code lets in as you.'
            : 'With a passkey you sign in by face, finger or the code of your device. From then on it is the only way: login codes stop.'}
        </p>
        {passkeys.length === 1 && (
          <p class="quiet">Add a second one, on another device: whoever loses the only one is locked out.</p>
        )}
        {passkeys.length > 0 && (
          <PasskeyList
            passkeys={passkeys}
            timeZone={studio.timeZone}
            renameAt={paths.staffPasskey}
            removeAt={paths.staffPasskeyRemoval}
            back={paths.staffAccount()}
            mayChange={mayChange}
          />
        )}
        {mayChange ? (
          <AddPasskey action={paths.staffPasskeys()} challenges={paths.staffChallenges()} name={name} error={error} />
        ) : (
          <First />
        )}
      </section>
    </StudioPage>
  )
}

function First() {
  return (
    <p>
      <a class="button primary" href={paths.staffStepUp()}>
        Confirm that it’s you, to change them
      </a>
    </p>
  )
}

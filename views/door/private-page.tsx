import { paths } from '../../src/paths'
import { EmailField } from '../components/email-field'
import { Flash } from '../components/flash'
import { PasskeyAtDoor } from '../components/passkey-form'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'
import { ContinueAs, type Known, weightBeside } from './continue-as'
import { WriteTo } from './refused-page'

type PrivateProps = {
  studio: { name: string; slug: string; replyTo: string }
  gallery: { slug: string }
  known?: Known
  note?: string | undefined
  typed?: string | undefined
  error?: string | undefined
}

/** The door at a gallery's own address, for whoever is not inside: a code to one's email leads on. */
export function PrivatePage({ studio, gallery, known, note, typed, error }: PrivateProps) {
  return (
    <DoorPage title={words.door.title} studio={studio} scripts={['/passkey.js']}>
      <Flash>{note}</Flash>
      <ContinueAs studio={studio} gallery={gallery} known={known} />
      <p>{words.door.text(studio.name)}</p>
      <form method="post" action={paths.codes(studio, gallery)} class="stack">
        <EmailField value={typed} error={error} />
        <button class={weightBeside(known)}>{words.door.send}</button>
      </form>
      <PasskeyAtDoor studio={studio} gallery={gallery} class="link" />
      <p>
        <a href={paths.password(studio, gallery)}>{words.password.useInstead}</a>
      </p>
      <WriteTo studio={studio} />
    </DoorPage>
  )
}

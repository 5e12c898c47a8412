import { paths } from '../../src/paths'
import { Field } from '../components/field'
import { Flash } from '../components/flash'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'
import { WriteTo } from './refused-page'

type PrivateProps = {
  studio: { name: string; slug: string; replyTo: string }
  gallery: { slug: string }
  note?: string | undefined
  typed?: string | undefined
  error?: string | undefined
}

/** The door at a gallery's own address, for whoever is not inside: a code to one's email leads on. */
export function PrivatePage({ studio, gallery, note, typed, error }: PrivateProps) {
  return (
    <DoorPage title={words.door.title} studio={studio}>
      <Flash>{note}</Flash>
      <p>{words.door.text(studio.name)}</p>
      <form method="post" action={paths.codes(studio, gallery)} class="stack">
        <Field
          name="email"
          label={words.door.email}
          type="email"
          value={typed}
          error={error}
          required
          autocomplete="username"
          inputmode="email"
        />
        <button class="primary">{words.door.send}</button>
      </form>
      <p>
        <a href={paths.password(studio, gallery)}>{words.password.useInstead}</a>
      </p>
      <WriteTo studio={studio} />
    </DoorPage>
  )
}

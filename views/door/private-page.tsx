import { DoorPage } from '../layouts/door'
import { words } from '../words/en'
import { WriteTo } from './refused-page'

/** The door at a gallery's own address, for whoever is not inside. */
export function PrivatePage(props: { studio: { name: string; replyTo: string }; note?: string | undefined }) {
  const { studio, note } = props
  return (
    <DoorPage title={words.door.title} studio={studio}>
      {note && (
        <p class="flash" role="status">
          {note}
        </p>
      )}
      <p>{words.door.text(studio.name)}</p>
      <p class="quiet">{words.door.lost(studio.name)}</p>
      <WriteTo studio={studio} />
    </DoorPage>
  )
}

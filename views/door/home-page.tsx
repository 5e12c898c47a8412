import { paths } from '../../src/paths'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'

/** A studio's home: for now, who they are and where the gallery link is. */
export function HomePage({ studio }: { studio: { name: string } | undefined }) {
  return (
    <DoorPage title={studio?.name ?? 'Foyer'}>
      <p>{words.home.text}</p>
      <p>
        <a href={paths.studio()}>{words.home.studio}</a>
      </p>
    </DoorPage>
  )
}

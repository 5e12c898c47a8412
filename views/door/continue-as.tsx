import { paths } from '../../src/paths'
import { words } from '../words/en'

type Slugged = { slug: string }

/** Whom this browser is signed in to the portal as, where that opens the gallery. */
export type Known = { name: string } | undefined

/** At a gallery's door, for a contact who is signed in to the portal: one press lets them in (R41). */
export function ContinueAs({ studio, gallery, known }: { studio: Slugged; gallery: Slugged; known: Known }) {
  return known ? (
    <form method="post" action={paths.visits(studio, gallery)} class="continue stack">
      <p>{words.portal.signedInAs}</p>
      <button class="primary">{words.portal.continueAs(known.name)}</button>
    </form>
  ) : null
}

/** What the door's own button looks like: second beside {@link ContinueAs}. */
export const weightBeside = (known: Known) => (known ? 'second' : 'primary')

import type { Asked } from '../../src/door/decide'
import { paths } from '../../src/paths'
import { Flash } from '../components/flash'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'
import { WriteTo } from './refused-page'

type TermsProps = {
  studio: { name: string; slug: string; replyTo: string; mediaTerms: string; mediaTermsVersion: number }
  gallery: { slug: string }
  because: Asked['because']
  /** Whether they came from the portal, and so may go back to it. */
  isSignedIn: boolean
  note?: string | undefined
}

/** The studio's media usage terms, before a vendor sees a photograph (R28). What is accepted is the version on the page. */
export function TermsPage({ studio, gallery, because, isSignedIn, note }: TermsProps) {
  const { title, text, changed, accept, leave } = words.terms
  return (
    <DoorPage title={title} studio={studio}>
      <Flash>{note}</Flash>
      <p>{because === 'terms-changed' ? changed(studio.name) : text(studio.name)}</p>
      <div class="terms">
        {studio.mediaTerms.split(/\n\n+/).map((paragraph) => (
          <p>{paragraph}</p>
        ))}
      </div>
      <form method="post" action={paths.terms(studio, gallery)} class="stack">
        <input type="hidden" name="version" value={studio.mediaTermsVersion} />
        <button class="primary">{accept}</button>
      </form>
      <WriteTo studio={studio} />
      {isSignedIn ? (
        <p>
          <a href={paths.portal(studio)}>{words.portal.backToAll}</a>
        </p>
      ) : (
        <form method="post" action={paths.visitRemoval(studio, gallery)}>
          <button class="link">{leave}</button>
        </form>
      )}
    </DoorPage>
  )
}

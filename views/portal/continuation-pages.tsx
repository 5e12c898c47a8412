import { raw } from 'hono/html'
import { CONTINUATION_OPENS_SECONDS } from '../../src/door/continuation'
import { paths } from '../../src/paths'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'

type Studio = { name: string; slug: string }
type Place = { studio: Studio; gallery: { slug: string; title: string } | null }

const nameOf = ({ gallery }: Place) => (gallery ? `“${gallery.title}”` : words.portal.continuation.portal)

/** The code for another device to scan. @param qr SVG */
export function ContinuationPage({ studio, gallery, qr }: Place & { qr: string }) {
  const { title, text, once, left, gone, again, qr: label, back } = words.portal.continuation
  const action = gallery ? paths.continuations(studio, gallery) : paths.portalContinuations(studio)
  return (
    <DoorPage title={title} studio={studio} scripts={['/continuation.js']}>
      <p>{text(nameOf({ studio, gallery }))}</p>
      <section class="stack" data-seconds={CONTINUATION_OPENS_SECONDS}>
        <figure class="qr" role="img" aria-label={label}>
          {raw(qr)}
        </figure>
        <p class="quiet small" data-count={left('#')} data-over={gone}>
          {once}
        </p>
      </section>
      <form method="post" action={action}>
        <button>{again}</button>
      </form>
      <p>
        <a href={gallery ? paths.gallery(studio, gallery) : paths.portal(studio)}>{back}</a>
      </p>
    </DoorPage>
  )
}

/** What the scanned code opens: its one button is what spends it (R5). */
export function ContinuePage({ studio, gallery, name, token }: Place & { name: string; token: string }) {
  const { welcome, from, go } = words.portal.continuation
  return (
    <DoorPage title={welcome} studio={studio} scripts={['/once.js']}>
      <p>{from(nameOf({ studio, gallery }))}</p>
      <form method="post" action={paths.link(token)} class="stack" data-once>
        <button class="primary">{go(name)}</button>
      </form>
    </DoorPage>
  )
}

/** A code that was used, or has run out. */
export function ContinuationOverPage({ studio, gallery }: Place) {
  const { title, text, signIn } = words.portal.continuation.over
  return (
    <DoorPage title={title} studio={studio}>
      <p>{text}</p>
      <p>
        <a href={gallery ? paths.gallery(studio, gallery) : paths.portal(studio)}>{signIn}</a>
      </p>
    </DoorPage>
  )
}

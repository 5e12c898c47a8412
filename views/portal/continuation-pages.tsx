import { raw } from 'hono/html'
import { CONTINUATION_OPENS_SECONDS } from '../../src/door/continuation'
import { paths } from '../../src/paths'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'

type Studio = { name: string; slug: string }
type Place = { studio: Studio; gallery: { slug: string; title: string } | null }

const nameOf = ({ gallery }: Place) => (gallery ? `“${gallery.title}”` : words.portal.continuation.portal)

/** The code for another device to scan. @param qr SVG */
export function ContinuationPage({ studio, gallery, id, qr }: Place & { id: string; qr: string }) {
  const { title, text, once, left, gone, qr: label, look } = words.portal.continuation
  return (
    <DoorPage title={title} studio={studio} scripts={['/continuation.js']}>
      <p>{text(nameOf({ studio, gallery }))}</p>
      <section class="stack" data-seconds={CONTINUATION_OPENS_SECONDS} data-look={paths.continuation(studio, id)}>
        <figure class="qr" role="img" aria-label={label}>
          {raw(qr)}
        </figure>
        <p class="quiet small" data-count={left('#')} data-over={gone}>
          {once}
        </p>
      </section>
      <noscript>
        <a href={paths.continuation(studio, id)}>{look}</a>
      </noscript>
      <Again studio={studio} gallery={gallery} />
      <Back studio={studio} gallery={gallery} />
    </DoorPage>
  )
}

type ShownProps = Place & { id: string; state: 'waiting' | 'done' | 'gone' }

/** What became of the code, on the screen that showed it. */
export function ContinuationShownPage({ studio, gallery, id, state }: ShownProps) {
  const { waiting, done, gone, look, back } = words.portal.continuation
  if (state === 'done') {
    return (
      <DoorPage title={done.title} studio={studio}>
        <p role="status" data-done>
          {done.text}
        </p>
        <p>
          <a class="button" href={wayBack({ studio, gallery })}>
            {back}
          </a>
        </p>
      </DoorPage>
    )
  }
  return (
    <DoorPage title={waiting.title} studio={studio}>
      <p>{state === 'gone' ? gone : waiting.text}</p>
      {state === 'gone' ? (
        <Again studio={studio} gallery={gallery} />
      ) : (
        <p>
          <a href={paths.continuation(studio, id)}>{look}</a>
        </p>
      )}
      <Back studio={studio} gallery={gallery} />
    </DoorPage>
  )
}

const wayBack = ({ studio, gallery }: Place) => (gallery ? paths.gallery(studio, gallery) : paths.portal(studio))

function Again({ studio, gallery }: Place) {
  return (
    <form method="post" action={gallery ? paths.continuations(studio, gallery) : paths.portalContinuations(studio)}>
      <button>{words.portal.continuation.again}</button>
    </form>
  )
}

function Back(place: Place) {
  return (
    <p>
      <a href={wayBack(place)}>{words.portal.continuation.back}</a>
    </p>
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

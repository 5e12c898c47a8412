import { paths } from '../../src/paths'
import { momentInFull } from '../components/dates'
import { WriteTo } from '../door/refused-page'
import { DoorPage } from '../layouts/door'
import { PortalPage } from '../layouts/portal'
import { words } from '../words/en'

type Studio = { name: string; slug: string; replyTo: string }

/** What erasing does and leaves, before it is done. */
export function ErasurePage({ studio }: { studio: Studio }) {
  const { title, text, stays, kept, first, go, back } = words.portal.erasure
  return (
    <PortalPage title={title} studio={studio}>
      <div class="prose stack">
        <h1>{title}</h1>
        <p>{text(studio.name)}</p>
        <h2>{stays}</h2>
        <ul class="known">
          {kept.map((what) => (
            <li>{what}</li>
          ))}
        </ul>
        <p>
          <a href={paths.personalDataExport(studio)}>{first}</a>
        </p>
        <form method="post" action={paths.erasure(studio)} class="row">
          <button class="danger">{go}</button>
          <a class="button" href={paths.privacy(studio)}>
            {back}
          </a>
        </form>
      </div>
    </PortalPage>
  )
}

/** Not yet: the address before can still take a change back, and whoever is here may not be the client. */
export function ErasureWaitsPage({ studio, until }: { studio: Studio & { timeZone: string }; until: Date }) {
  const { title, text, later, back } = words.portal.erasure.waits
  return (
    <PortalPage title={title} studio={studio}>
      <div class="prose stack">
        <h1>{title}</h1>
        <p>{text(momentInFull(until, studio.timeZone))}</p>
        <p>{later(studio.name)}</p>
        <p>
          <a class="button" href={paths.privacy(studio)}>
            {back}
          </a>
        </p>
      </div>
    </PortalPage>
  )
}

/** It is done, and there is no way back. */
export function ErasedPage({ studio }: { studio: Studio }) {
  const { title, text } = words.portal.erasure.done
  return (
    <DoorPage title={title} studio={studio}>
      <p>{text(studio.name)}</p>
      <WriteTo studio={studio} />
    </DoorPage>
  )
}

import { paths } from '../../src/paths'
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

import { paths } from '../../src/paths'
import { dayInWords } from '../components/dates'
import { Page } from '../layouts/page'
import { words } from '../words/en'

type CoverProps = {
  token: string
  studio: { name: string }
  gallery: { title: string; eventOn: string | null; coverKey: string | null; showsCover: boolean }
  photoCount: number
  /** Whose link it is; a role link is nobody's own. */
  clientName?: string
  offersGuest?: boolean
}

/** A link's page: the gallery's own cover, the same whether the link can still open or not (R5). */
export function CoverPage(props: CoverProps) {
  const { token, studio, gallery, photoCount, clientName, offersGuest } = props
  const facts = [gallery.eventOn && dayInWords(gallery.eventOn), photoCount > 0 && words.cover.photographs(photoCount)]
  return (
    <Page title={`${gallery.title} · ${studio.name}`}>
      <main class="cover">
        {gallery.showsCover && gallery.coverKey && (
          <img class="cover-photo" src={paths.cover(gallery.coverKey)} alt="" fetchpriority="high" />
        )}
        <div class="cover-words">
          <p class="studio-name">{studio.name}</p>
          <h1>{gallery.title}</h1>
          <p class="quiet">{facts.filter(Boolean).join(' · ')}</p>
          <form method="post" action={paths.link(token)}>
            <button class="primary">{words.cover.view}</button>
          </form>
          {offersGuest && (
            <form method="post" action={paths.linkGuest(token)}>
              <button class="link">{words.cover.notMe}</button>
            </form>
          )}
          {clientName && <p class="small quiet">{words.cover.once(clientName.split(' ')[0] ?? clientName)}</p>}
        </div>
      </main>
    </Page>
  )
}

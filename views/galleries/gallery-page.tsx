import { raw } from 'hono/html'
import { paths } from '../../src/paths'
import { dayInWords } from '../components/dates'
import { Icon } from '../components/icons'
import { Page } from '../layouts/page'
import { words } from '../words/en'
import { Grid, type GridPhoto, gridRules } from './grid'

export type GalleryProps = {
  studio: { name: string; slug: string }
  gallery: { id: string; slug: string; title: string; eventOn: string | null; place: string | null }
  photos: GridPhoto[]
  /** A client, a guest, or the studio itself. */
  viewer: { name: string } | 'guest' | 'studio'
  nonce: string
}

/** The gallery: its bar, its title, its photographs. */
export function GalleryPage({ studio, gallery, photos, viewer, nonce }: GalleryProps) {
  const facts = [gallery.eventOn && dayInWords(gallery.eventOn), gallery.place].filter(Boolean).join(' · ')
  const head = (
    <>
      <link rel="stylesheet" href="/vendor/photoswipe.css" />
      <style nonce={nonce}>{raw(gridRules(photos))}</style>
    </>
  )
  return (
    <Page title={`${gallery.title} · ${studio.name}`} head={head} scripts={['/gallery.js', '/menu.js']} class="gallery">
      <header class="bar">
        <span class="studio-name">{studio.name}</span>
        <details class="menu">
          <summary aria-label={words.gallery.account}>
            <Icon name="account" />
          </summary>
          <div class="menu-body">
            <p class="quiet">{whoIs(viewer)}</p>
            {viewer === 'studio' ? (
              <a class="link" href={paths.galleryPhotos(gallery.id)}>
                {words.gallery.toStudio}
              </a>
            ) : (
              <form method="post" action={paths.visitRemoval(studio, gallery)}>
                <button class="link">{words.gallery.leave}</button>
              </form>
            )}
          </div>
        </details>
      </header>
      <main>
        <div class="gallery-title">
          <h1>{gallery.title}</h1>
          {facts && <p class="quiet">{facts}</p>}
        </div>
        {photos.length > 0 ? (
          <Grid galleryId={gallery.id} photos={photos} />
        ) : (
          <p class="empty quiet">{words.gallery.empty}</p>
        )}
      </main>
    </Page>
  )
}

function whoIs(viewer: GalleryProps['viewer']): string {
  if (viewer === 'studio') return words.gallery.hereAsStudio
  return viewer === 'guest' ? words.gallery.hereAsGuest : words.gallery.hereAs(viewer.name)
}

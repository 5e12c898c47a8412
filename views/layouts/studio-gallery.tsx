import type { Child } from 'hono/jsx'
import type { Gallery } from '../../src/db/schema'
import { closedAt } from '../../src/door/decide'
import { paths } from '../../src/paths'
import { dayInWords } from '../components/dates'
import { GalleryState } from '../studio/gallery-state'
import { StudioPage, type StudioProps } from './studio'

type StudioGalleryProps = Pick<StudioProps, 'flash' | 'scripts' | 'head'> & {
  studio: { name: string; slug: string; timeZone: string }
  gallery: Gallery
  now: Date
  /** The page's name; a tab's, if it is one. */
  current: string
  /** The tab that it belongs to, where it is none itself. */
  tab?: string
  children?: Child
}

/** A gallery in the studio: its name and state, what can be done with it, its pages. */
export function StudioGalleryPage(props: StudioGalleryProps) {
  const { studio, gallery, now, current, tab, children, ...page } = props
  const tabs = [
    ['Photographs', paths.galleryPhotos(gallery.id)],
    ['Door', paths.galleryDoor(gallery.id)],
    ['Contacts', paths.galleryContacts(gallery.id)],
    ['Settings', paths.gallerySettings(gallery.id)],
  ] as const
  return (
    <StudioPage title={`${current} · ${gallery.title}`} studio={studio} place="galleries" {...page}>
      <div class="heading">
        <div>
          <h1>{gallery.title}</h1>
          <p class="quiet facts">
            <GalleryState gallery={gallery} timeZone={studio.timeZone} now={now} />
            {gallery.eventOn && <span>{dayInWords(gallery.eventOn)}</span>}
            {gallery.place && <span>{gallery.place}</span>}
          </p>
        </div>
        <div class="row">
          <a class="button" href={paths.gallery(studio, gallery)}>
            View
          </a>
          <Publication gallery={gallery} now={now} />
        </div>
      </div>
      <nav class="tabs" aria-label="Gallery">
        {tabs.map(([label, href]) => (
          <a href={href} aria-current={label === current ? 'page' : label === tab ? 'true' : undefined}>
            {label}
          </a>
        ))}
      </nav>
      {children}
    </StudioPage>
  )
}

function Publication({ gallery, now }: { gallery: Gallery; now: Date }) {
  if (closedAt(gallery, now)?.state !== 'unpublished') {
    return (
      <form method="post" action={paths.publicationRemoval(gallery.id)}>
        <button>Unpublish</button>
      </form>
    )
  }
  return (
    <>
      <a class="button" href={paths.schedule(gallery.id)}>
        {gallery.publishedAt ? 'Reschedule' : 'Schedule'}
      </a>
      <form method="post" action={paths.publication(gallery.id)}>
        <button class="primary">{gallery.publishedAt ? 'Publish now' : 'Publish'}</button>
      </form>
    </>
  )
}

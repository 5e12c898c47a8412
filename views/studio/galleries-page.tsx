import type { Gallery } from '../../src/db/schema'
import { closedAt } from '../../src/door/decide'
import { paths } from '../../src/paths'
import { dayInWords } from '../components/dates'
import { StudioPage, type StudioProps } from '../layouts/studio'
import { GalleryState } from './gallery-state'

type GalleryLine = { gallery: Gallery; photoCount: number }
type Props = Pick<StudioProps, 'flash'> & {
  studio: { name: string; timeZone: string }
  galleries: GalleryLine[]
  now: Date
}

export function GalleriesPage({ studio, flash, galleries, now }: Props) {
  return (
    <StudioPage title="Galleries" studio={studio} place="galleries" flash={flash}>
      <div class="heading">
        <h1>Galleries</h1>
        <a class="button primary" href={paths.newGallery()}>
          New gallery
        </a>
      </div>
      {galleries.length === 0 ? (
        <p class="empty">
          Your galleries will be here. <a href={paths.newGallery()}>Make the first one</a>, drop your photographs in,
          and invite your clients.
        </p>
      ) : (
        <ul class="lines">
          {galleries.map((line) => (
            <Line {...line} timeZone={studio.timeZone} now={now} />
          ))}
        </ul>
      )}
    </StudioPage>
  )
}

function Line({ gallery, photoCount, timeZone, now }: GalleryLine & { timeZone: string; now: Date }) {
  const facts = [
    gallery.eventOn && dayInWords(gallery.eventOn),
    gallery.place,
    photoCount === 1 ? '1 photograph' : `${photoCount} photographs`,
  ]
  return (
    <li class="line">
      <div class="line-cover">
        {gallery.coverKey && !closedAt(gallery, now) && (
          <img src={paths.cover(gallery.coverKey)} alt="" loading="lazy" />
        )}
      </div>
      <div class="line-words">
        <a class="line-title" href={paths.galleryPhotos(gallery.id)}>
          {gallery.title}
        </a>
        <p class="quiet">{facts.filter(Boolean).join(' · ')}</p>
      </div>
      <GalleryState gallery={gallery} timeZone={timeZone} now={now} />
    </li>
  )
}

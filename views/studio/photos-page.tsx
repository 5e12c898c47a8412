import type { Gallery, Photo } from '../../src/db/schema'
import { SMALLEST } from '../../src/door/variant'
import { paths } from '../../src/paths'
import { Icon } from '../components/icons'
import { Sure } from '../components/sure'
import { StudioGalleryPage } from '../layouts/studio-gallery'

type PhotosProps = {
  studio: { name: string; slug: string; timeZone: string }
  gallery: Gallery
  photos: Photo[]
  /** Whether anybody is invited yet. */
  hasContacts: boolean
  now: Date
  flash?: string | undefined
  /** What became of each file of a form that was sent without script. */
  results?: { fileName: string; words: string; isGood: boolean }[]
}

/** Uploads and what has come of them. */
export function PhotosPage({ studio, gallery, photos, hasContacts, now, flash, results = [] }: PhotosProps) {
  const preparing = photos.filter((photo) => photo.state === 'received').length
  const reload = preparing > 0 && (
    <noscript>
      <meta http-equiv="refresh" content="5" />
    </noscript>
  )
  return (
    <StudioGalleryPage
      studio={studio}
      gallery={gallery}
      now={now}
      flash={flash}
      current="Photographs"
      scripts={['/upload.js']}
      head={reload}
    >
      <Upload galleryId={gallery.id} />
      {results.length > 0 && (
        <ul class="uploads" tabindex={0}>
          {results.map(({ fileName, words, isGood }) => (
            <li class={isGood ? 'good' : 'bad'}>
              <span class="name">{fileName}</span> <span class="words">{words}</span>
            </li>
          ))}
        </ul>
      )}
      <section id="photos" data-preparing={preparing}>
        <p class="quiet" role="status">
          {summary(photos.length, preparing)}
        </p>
        {!gallery.publishedAt && !hasContacts && photos.length > 0 && preparing === 0 && (
          <p class="quiet">
            Next: <a href={paths.galleryContacts(gallery.id)}>add your client</a>, and publish.
          </p>
        )}
        <ul class="thumbs">
          {photos.map((photo) => (
            <Thumb photo={photo} isCover={photo.id === gallery.coverPhotoId} />
          ))}
        </ul>
      </section>
    </StudioGalleryPage>
  )
}

function Upload({ galleryId }: { galleryId: string }) {
  return (
    <form id="upload" class="drop" method="post" action={paths.galleryPhotos(galleryId)} enctype="multipart/form-data">
      <label for="files">Drop photographs here, or choose them</label>
      <input
        id="files"
        type="file"
        name="files"
        multiple
        required
        accept="image/jpeg,image/png,image/webp,image/avif"
        aria-describedby="files-hint"
      />
      <p class="hint" id="files-hint">
        JPEG, PNG, WebP or AVIF, 60 MB each. Photographs that are here already are skipped.
      </p>
      <button class="primary">Upload</button>
    </form>
  )
}

function summary(count: number, preparing: number): string {
  if (count === 0) return 'The photographs will be here. Drop the first ones above.'
  const total = count === 1 ? '1 photograph' : `${count} photographs`
  return preparing === 0 ? total : `${total}, ${preparing} being prepared`
}

function Thumb({ photo, isCover }: { photo: Photo; isCover: boolean }) {
  return (
    <li class={`thumb ${photo.state}`}>
      <div class="thumb-photo">
        {photo.state === 'ready' && (
          <img
            src={paths.photo(photo.galleryId, photo.id, SMALLEST)}
            alt=""
            width={photo.width ?? 3}
            height={photo.height ?? 2}
            loading="lazy"
          />
        )}
        {photo.state === 'received' && <span class="quiet">Being prepared</span>}
        {photo.state === 'failed' && <span class="error">{photo.problem}</span>}
      </div>
      <div class="thumb-words">
        <span class="name" title={photo.fileName}>
          {photo.fileName}
        </span>
        {isCover && <span class="tag">Cover</span>}
        <details class="menu">
          <summary aria-label={`More for ${photo.fileName}`}>
            <Icon name="more" />
          </summary>
          <div class="menu-body">
            {photo.state === 'ready' && !isCover && (
              <form method="post" action={paths.photoCover(photo.id)}>
                <button class="link">Make it the cover</button>
              </form>
            )}
            {photo.state === 'failed' && (
              <form method="post" action={paths.photoAttempt(photo.id)}>
                <button class="link">Try again</button>
              </form>
            )}
            <Sure
              button="Remove"
              label={`Remove ${photo.fileName}`}
              question={`Remove ${photo.fileName}? It goes from the gallery, and its file is deleted.${isCover ? ' It is the cover: another photograph takes its place.' : ''}`}
              action={paths.photoRemoval(photo.id)}
              back={paths.galleryPhotos(photo.galleryId)}
            />
          </div>
        </details>
      </div>
    </li>
  )
}

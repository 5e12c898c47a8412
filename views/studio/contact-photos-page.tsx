import type { Gallery } from '../../src/db/schema'
import { SMALLEST } from '../../src/door/variant'
import type { Candidate } from '../../src/models/contact-photos'
import { paths } from '../../src/paths'
import { StudioGalleryPage } from '../layouts/studio-gallery'

type Props = {
  studio: { name: string; slug: string; timeZone: string }
  gallery: Gallery
  now: Date
  contactId: string
  clientName: string
  sees: 'all' | 'chosen'
  photos: Candidate[]
  error?: string | undefined
}

/** Which photographs a vendor sees: all of them, or those ticked here (R28). */
export function ContactPhotosPage({ studio, gallery, now, contactId, clientName, sees, photos, error }: Props) {
  const count = photos.filter(({ isChosen }) => isChosen).length
  return (
    <StudioGalleryPage studio={studio} gallery={gallery} now={now} current="Contacts" scripts={['/choose.js']}>
      <h2>Photographs for {clientName}</h2>
      <form method="post" action={paths.contactPhotos(contactId)} class="stack choose">
        <fieldset>
          <legend>{clientName} sees</legend>
          <Way value="all" checked={sees === 'all'} label="All photographs" hint="also those that you add later" />
          <Way value="chosen" checked={sees === 'chosen'} label="Only those ticked below" />
          {error && <p class="error">{error}</p>}
        </fieldset>
        {photos.length === 0 && <p class="quiet">There are no photographs to choose from yet.</p>}
        <ul class="thumbs">
          {photos.map((photo) => (
            <Pick photo={photo} galleryId={gallery.id} />
          ))}
        </ul>
        <div class="save-bar">
          <button class="primary">Save</button>
          <span class="choice-count quiet" role="status">
            {count} of {photos.length} chosen
          </span>
        </div>
      </form>
    </StudioGalleryPage>
  )
}

function Way(props: { value: 'all' | 'chosen'; checked: boolean; label: string; hint?: string }) {
  return (
    <label class="radio">
      <input type="radio" name="sees" value={props.value} checked={props.checked} />{' '}
      <span>
        {props.label} {props.hint && <span class="hint">{props.hint}</span>}
      </span>
    </label>
  )
}

function Pick({ photo, galleryId }: { photo: Candidate; galleryId: string }) {
  return (
    <li class="pick">
      <label>
        <span class="thumb-photo">
          <img
            src={paths.photo(galleryId, photo.id, SMALLEST)}
            alt=""
            width={photo.width ?? 3}
            height={photo.height ?? 2}
            loading="lazy"
          />
        </span>
        <span class="thumb-words">
          <input type="checkbox" name="photo" value={photo.id} checked={photo.isChosen} />
          <span class="name" title={photo.fileName}>
            {photo.fileName}
          </span>
        </span>
      </label>
    </li>
  )
}

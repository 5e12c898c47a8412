import { raw } from 'hono/html'
import type { Gallery } from '../../src/db/schema'
import { paths } from '../../src/paths'
import { CopyField, CopyText } from '../components/copy'
import { StudioGalleryPage } from '../layouts/studio-gallery'

type Props = {
  studio: { name: string; slug: string; timeZone: string }
  gallery: Gallery
  now: Date
  clientName: string
  url: string
  /** A ready text for WhatsApp or SMS, the link in it. */
  text: string
  /** SVG */
  qr: string
}

/** A new access link, shown once, for any channel (R48). */
export function LinkPage({ studio, gallery, now, clientName, url, text, qr }: Props) {
  return (
    <StudioGalleryPage studio={studio} gallery={gallery} now={now} current="Contacts" scripts={['/copy.js']}>
      <h2>A new link for {clientName}</h2>
      <p>
        It opens the gallery for {clientName}, in the first browser that uses it, for 24 hours. To look for yourself,
        use View above: tried out here, the link would belong to your browser. It is shown this once; older links stay
        as they are.
      </p>
      <div class="stack narrow">
        <CopyField id="url" label="Link" value={url} />
        <CopyText id="text" value={text} />
        <p>
          <a class="button" href={`https://wa.me/?text=${encodeURIComponent(text)}`} rel="noreferrer" target="_blank">
            Open in WhatsApp
          </a>
        </p>
        <figure class="qr">
          {raw(qr)}
          <figcaption class="quiet">To scan with {clientName}’s phone</figcaption>
        </figure>
        <p>
          <a href={paths.galleryContacts(gallery.id)}>Back to the contacts</a>
        </p>
      </div>
    </StudioGalleryPage>
  )
}

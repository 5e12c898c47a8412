import type { Gallery } from '../../src/db/schema'
import { paths } from '../../src/paths'
import { StudioGalleryPage } from '../layouts/studio-gallery'
import { LinkToHandOver } from './link-to-hand-over'

type Props = Parameters<typeof LinkToHandOver>[0] & {
  studio: { name: string; slug: string; timeZone: string }
  gallery: Gallery
  now: Date
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
        <LinkToHandOver {...{ clientName, url, text, qr }} />
        <p>
          <a href={paths.galleryContacts(gallery.id)}>Back to the contacts</a>
        </p>
      </div>
    </StudioGalleryPage>
  )
}

import type { Gallery } from '../../src/db/schema'
import { paths } from '../../src/paths'
import { momentInFull } from '../components/dates'
import { Field, type Returned } from '../components/field'
import { StudioGalleryPage } from '../layouts/studio-gallery'

type Props = Returned & {
  studio: { name: string; slug: string; timeZone: string }
  gallery: Gallery
  now: Date
}

/** The day and time at which a gallery opens by itself: set, changed, taken back (R45). */
export function SchedulePage({ studio, gallery, now, typed, errors }: Props) {
  const field = (name: string) => ({ name, value: typed[name], error: errors[name] })
  const { publishedAt } = gallery
  const isSet = publishedAt !== null && publishedAt > now
  return (
    <StudioGalleryPage studio={studio} gallery={gallery} now={now} current="Schedule" tab="Settings">
      <h2>Open on a day and time</h2>
      <p class="narrow">
        {isSet
          ? `It opens by itself on ${momentInFull(publishedAt, studio.timeZone)}.`
          : 'The gallery opens by itself then. Until that moment nobody but you is inside.'}{' '}
        Whoever opens a link before reads when to come back; links are not spent.
      </p>
      <form method="post" action={paths.schedule(gallery.id)} class="stack narrow">
        <Field {...field('day')} label="Day" type="date" required />
        <Field
          {...field('time')}
          label="Time"
          type="time"
          required
          hint={`As the clock shows it in ${studio.timeZone}.`}
        />
        <button class="primary">{isSet ? 'Change' : 'Schedule'}</button>
      </form>
      {isSet && (
        <form method="post" action={paths.publicationRemoval(gallery.id)}>
          <button class="link">Take it back: not published, no date</button>
        </form>
      )}
    </StudioGalleryPage>
  )
}

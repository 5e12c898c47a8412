import { paths } from '../../src/paths'
import { dayInWords, openingInWords, zoneInWords } from '../components/dates'
import { Page } from '../layouts/page'
import { words } from '../words/en'
import { AskForm, type AskProps } from './ask-form'

type Props = AskProps & {
  studio: { name: string; slug: string; timeZone: string }
  gallery: {
    slug: string
    title: string
    eventOn: string | null
    takesRegistrations: boolean
    showsCover: boolean
    coverKey: string | null
  }
  opensAt: Date | undefined
  now: Date
}

/** A gallery before it opens: what it will be, when if that is known, and a way to be told (R45). */
export function NotOpenPage({ studio, gallery, opensAt, now, ...ask }: Props) {
  const { title, eventOn, takesRegistrations } = gallery
  const hasCover = takesRegistrations && gallery.showsCover && gallery.coverKey
  return (
    <Page title={`${title} · ${studio.name}`}>
      <main class="cover">
        {hasCover && <img class="cover-photo" src={paths.cover(gallery.coverKey ?? '')} alt="" fetchpriority="high" />}
        <div class="cover-words">
          <p class="studio-name">{studio.name}</p>
          <h1>{title}</h1>
          {eventOn && <p class="quiet">{dayInWords(eventOn)}</p>}
          <p>
            {opensAt
              ? words.notOpen.opens(openingInWords(opensAt, studio.timeZone, now), zoneInWords(studio.timeZone))
              : words.notOpen.preparing(studio.name)}
          </p>
          {takesRegistrations ? (
            <AskForm
              action={paths.registrations(studio, gallery)}
              button={words.notOpen.tell}
              asked={words.notOpen.registered}
              to={words.notOpen.to}
              {...ask}
            />
          ) : (
            <p class="small quiet">
              {ask.known && !ask.known.link ? words.notOpen.comeBackHere : words.notOpen.comeBack}
            </p>
          )}
        </div>
      </main>
    </Page>
  )
}

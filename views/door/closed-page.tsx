import { paths } from '../../src/paths'
import { dayInWords } from '../components/dates'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'
import { AskForm, type AskProps } from './ask-form'
import { WriteTo } from './refused-page'

type Props = AskProps & {
  studio: { name: string; slug: string; replyTo: string }
  gallery: { slug: string; title: string }
  /** `YYYY-MM-DD`, where the studio is. */
  lastDay: string
}

/** A gallery after its closing date, with a way to ask for more time (R46). */
export function ClosedPage({ studio, gallery, lastDay, ...ask }: Props) {
  return (
    <DoorPage title={gallery.title} studio={studio}>
      <p>{words.closed.since(dayInWords(lastDay))}</p>
      <AskForm
        action={paths.timeRequests(studio, gallery)}
        button={words.closed.ask}
        asked={words.closed.asked(studio.name)}
        to={words.closed.to}
        {...ask}
      />
      <WriteTo studio={studio} />
    </DoorPage>
  )
}

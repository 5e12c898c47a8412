import { dayInWords } from '../components/dates'
import { words } from '../words/en'
import { MailButton, MailLayout, mailStyles } from './layout'

type OpeningProps = {
  studio: { name: string }
  gallery: { title: string }
  /** A contact's name; the link is theirs alone then. */
  name?: string
  url: string
  /** `YYYY-MM-DD`, where it closes. */
  lastDay: string | undefined
}

/** A gallery is open: to who asked to be told, or for more time (R45, R46). */
export function openingMail({ studio, gallery, name, url, lastDay }: OpeningProps) {
  const { times, mail } = words
  const says = [times.open(gallery.title), lastDay && times.until(dayInWords(lastDay))].filter(Boolean).join(' ')
  const note = name === undefined ? times.asked : mail.note
  const html = (
    <MailLayout studio={studio}>
      <h1 style={mailStyles.title}>{gallery.title}</h1>
      {name !== undefined && <p style={mailStyles.text}>{mail.hello(name)}</p>}
      <p style={mailStyles.text}>{says}</p>
      <MailButton href={url}>{mail.button}</MailButton>
      <p style={mailStyles.quiet}>{note}</p>
      {name !== undefined && <p style={mailStyles.quiet}>{mail.reply(studio.name)}</p>}
    </MailLayout>
  )
  const lines = name === undefined ? [says, url, note] : [mail.hello(name), says, url, note, mail.reply(studio.name)]
  const text = lines.join('\n\n')
  return { subject: times.openSubject(gallery.title), html: `<!doctype html>${html}`, text }
}

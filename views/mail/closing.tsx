import { dayInWords } from '../components/dates'
import { words } from '../words/en'
import { MailButton, MailLayout, mailStyles } from './layout'

type ClosingProps = {
  studio: { name: string }
  gallery: { title: string }
  name: string
  /** The magic link. */
  url: string
  /** `YYYY-MM-DD` */
  lastDay: string
}

/** A reminder that a gallery will close (R46). */
export function closingMail({ studio, gallery, name, url, lastDay }: ClosingProps) {
  const { times, mail } = words
  const says = times.closing(gallery.title, dayInWords(lastDay))
  const html = (
    <MailLayout studio={studio}>
      <h1 style={mailStyles.title}>{gallery.title}</h1>
      <p style={mailStyles.text}>
        {mail.hello(name)} {says}
      </p>
      <MailButton href={url}>{mail.button}</MailButton>
      <p style={mailStyles.quiet}>{mail.note}</p>
      <p style={mailStyles.quiet}>{mail.reply(studio.name)}</p>
    </MailLayout>
  )
  const text = [mail.hello(name), says, url, mail.note, mail.reply(studio.name)].join('\n\n')
  return { subject: times.closingSubject(gallery.title, dayInWords(lastDay)), html: `<!doctype html>${html}`, text }
}

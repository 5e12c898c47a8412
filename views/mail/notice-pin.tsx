import { MOST_TRIES_PER_DAY, NOTICE_FAILURES } from '../../src/door/pin'
import { MailButton, MailLayout, mailStyles } from './layout'

type NoticePinProps = {
  studio: { name: string }
  gallery: { title: string }
  /** Where the photographer changes the PIN. */
  url: string
}

/** To the photographer: somebody is guessing (R54). What it means, what goes on as usual, and the one thing to do. */
export function noticePinMail({ studio, gallery, url }: NoticePinProps) {
  const title = `Somebody is guessing the PIN of ${gallery.title}`
  const text = `There were ${NOTICE_FAILURES} wrong tries within a day. Foyer looks at ${MOST_TRIES_PER_DAY} a day at most, from however many machines, so that a PIN of six digits is very unlikely to be found; a shorter one is less safe.`
  const calm =
    'Whoever was in before comes in as ever, and so do the clients you invited, by their link or a login code.'
  const cure = 'To end it, give the gallery a new PIN of six digits or more, and tell it to your guests.'
  const html = (
    <MailLayout studio={studio}>
      <h1 style={mailStyles.title}>{title}</h1>
      <p style={mailStyles.text}>{text}</p>
      <p style={mailStyles.text}>{cure}</p>
      <MailButton href={url}>Change the PIN</MailButton>
      <p style={mailStyles.quiet}>{calm}</p>
    </MailLayout>
  )
  return { subject: title, html: `<!doctype html>${html}`, text: [title, text, cure, url, calm].join('\n\n') }
}

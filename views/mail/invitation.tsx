import { words } from '../words/en'
import { MailButton, MailLayout, mailStyles } from './layout'

type InvitationProps = {
  studio: { name: string }
  gallery: { title: string }
  name: string
  /** To whom the photographs are not their own. */
  isGuest: boolean
  /** The magic link. */
  url: string
}

/** An invitation to a gallery, with its magic link (R1). */
export function invitationMail({ studio, gallery, name, isGuest, url }: InvitationProps) {
  const { mail } = words
  const what = isGuest ? mail.guestText(gallery.title) : mail.text(gallery.title)
  const html = (
    <MailLayout studio={studio}>
      <h1 style={mailStyles.title}>{gallery.title}</h1>
      <p style={mailStyles.text}>
        {mail.hello(name)} {what}
      </p>
      <MailButton href={url}>{mail.button}</MailButton>
      <p style={mailStyles.quiet}>{mail.note}</p>
      <p style={mailStyles.quiet}>{mail.reply(studio.name)}</p>
    </MailLayout>
  )
  const text = [`${mail.hello(name)}`, what, url, mail.note, mail.reply(studio.name)].join('\n\n')
  return {
    subject: isGuest ? mail.guestSubject(gallery.title) : mail.subject(gallery.title),
    html: `<!doctype html>${html}`,
    text,
  }
}

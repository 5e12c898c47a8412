import { words } from '../words/en'
import { MailButton, MailLayout, mailStyles } from './layout'

type ResetMailProps = { studio: { name: string }; name: string; url: string }

/** A link to set a password by (R29). */
export function resetMail({ studio, name, url }: ResetMailProps) {
  const { subject, title, text, button, note } = words.resetMail
  const hello = words.mail.hello(name)
  const html = (
    <MailLayout studio={studio}>
      <h1 style={mailStyles.title}>{title}</h1>
      <p style={mailStyles.text}>
        {hello} {text(studio.name)}
      </p>
      <MailButton href={url}>{button}</MailButton>
      <p style={mailStyles.quiet}>{note}</p>
    </MailLayout>
  )
  return {
    subject: subject(studio.name),
    html: `<!doctype html>${html}`,
    text: [hello, text(studio.name), url, note].join('\n\n'),
  }
}

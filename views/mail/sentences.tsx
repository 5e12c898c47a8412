import type { Child } from 'hono/jsx'
import { MailButton, MailLayout, mailStyles } from './layout'

type Says = {
  subject: (studio: string) => string
  title: string
  text: string[]
  link?: { button: string; url: string }
  notes: string[]
}

/** A few sentences, at most one thing to press, a word below it. */
export function mailOf(studio: { name: string }, { subject, title, text, link, notes }: Says) {
  const html: Child = (
    <MailLayout studio={studio}>
      <h1 style={mailStyles.title}>{title}</h1>
      {text.map((sentence) => (
        <p style={mailStyles.text}>{sentence}</p>
      ))}
      {link && <MailButton href={link.url}>{link.button}</MailButton>}
      {notes.map((note) => (
        <p style={mailStyles.quiet}>{note}</p>
      ))}
    </MailLayout>
  )
  return {
    subject: subject(studio.name),
    html: `<!doctype html>${html}`,
    text: [...text, ...(link ? [link.url] : []), ...notes].join('\n\n'),
  }
}

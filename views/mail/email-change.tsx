import type { Child } from 'hono/jsx'
import { words } from '../words/en'
import { MailButton, MailLayout, mailStyles } from './layout'

type Studio = { name: string }

/** To a new address: the link that confirms it. It names nobody, for the address may be mistyped (R43). */
export function emailConfirmationMail({ studio, url }: { studio: Studio; url: string }) {
  const { subject, title, text, button, note } = words.clientAccount.confirmMail
  return mailOf(studio, { subject, title, text: [text(studio.name)], button, url, notes: [note] })
}

/** To whoever has an address that somebody else asked for (P6). */
export function emailTakenMail({ studio, url }: { studio: Studio; url: string }) {
  const { subject, title, text, button, note } = words.clientAccount.takenMail
  return mailOf(studio, { subject, title, text: text(studio.name), button, url, notes: [note] })
}

/** To the address before: what happened, and the link that undoes it (R43). */
export function emailChangedMail({ studio, moment, url }: { studio: Studio; moment: string; url: string }) {
  const { subject, title, text, yours, notYours, button, note } = words.clientAccount.changedMail
  return mailOf(studio, {
    subject,
    title,
    text: [text(studio.name, moment), yours, notYours],
    button,
    url,
    notes: [note],
  })
}

type Says = {
  subject: (studio: string) => string
  title: string
  text: string[]
  button: string
  url: string
  notes: string[]
}

/** A few sentences, one thing to press, a word below it. */
function mailOf(studio: Studio, { subject, title, text, button, url, notes }: Says) {
  const html: Child = (
    <MailLayout studio={studio}>
      <h1 style={mailStyles.title}>{title}</h1>
      {text.map((sentence) => (
        <p style={mailStyles.text}>{sentence}</p>
      ))}
      <MailButton href={url}>{button}</MailButton>
      {notes.map((note) => (
        <p style={mailStyles.quiet}>{note}</p>
      ))}
    </MailLayout>
  )
  return {
    subject: subject(studio.name),
    html: `<!doctype html>${html}`,
    text: [...text, url, ...notes].join('\n\n'),
  }
}

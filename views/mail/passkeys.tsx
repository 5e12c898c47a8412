import { words } from '../words/en'
import { MailButton, MailLayout, mailStyles } from './layout'

type PasskeysMailProps = { studio: { name: string }; name: string; passkeys: string[]; url: string }

/** Somebody's passkeys were changed; to be undone by who did not do it (R43). */
export function passkeysMail({ studio, name, passkeys, url }: PasskeysMailProps) {
  const { subject, title, text, now, none, button, note } = words.passkeys.mail
  const hello = words.mail.hello(name)
  const list = passkeys.length > 0 ? now(passkeys.map((passkey) => `“${passkey}”`).join(', ')) : none
  const html = (
    <MailLayout studio={studio}>
      <h1 style={mailStyles.title}>{title}</h1>
      <p style={mailStyles.text}>
        {hello} {text(studio.name)} {list}
      </p>
      <MailButton href={url}>{button}</MailButton>
      <p style={mailStyles.quiet}>{note}</p>
    </MailLayout>
  )
  return {
    subject: subject(studio.name),
    html: `<!doctype html>${html}`,
    text: [hello, `${text(studio.name)} ${list}`, url, note].join('\n\n'),
  }
}

/** To somebody of a studio who asked for a code and has a passkey (R52). */
export function usePasskeyMail({ studio, url }: Pick<PasskeysMailProps, 'studio' | 'url'>) {
  const { subject, title, text, button, note } = words.passkeys.useMail
  const html = (
    <MailLayout studio={studio}>
      <h1 style={mailStyles.title}>{title}</h1>
      <p style={mailStyles.text}>{text}</p>
      <MailButton href={url}>{button}</MailButton>
      <p style={mailStyles.quiet}>{note}</p>
    </MailLayout>
  )
  return { subject, html: `<!doctype html>${html}`, text: [text, url, note].join('\n\n') }
}

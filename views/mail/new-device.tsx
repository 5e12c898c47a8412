import { momentInFull } from '../components/dates'
import { words } from '../words/en'
import { MailButton, MailLayout, mailStyles } from './layout'

type Props = {
  studio: { name: string; timeZone: string }
  name: string
  seen: { browser: string | null; place: string | null; at: Date }
  /** Where devices are signed out, and where a client sets a new password: the studio's own people have none. */
  urls: { devices: string; reset: string | undefined }
}

/** Somebody signed in where they never were before: what was seen of it, and what to do if it was another (R44). */
export function newDeviceMail({ studio, name, seen, urls }: Props) {
  const { subject, title, unknown, facts, yours, not, button, reset, staff } = words.portal.newDevice
  const hello = words.mail.hello(name)
  const fact = facts({ ...seen, browser: seen.browser ?? unknown, at: momentInFull(seen.at, studio.timeZone) })
  const more = urls.reset ? reset : staff
  const html = (
    <MailLayout studio={studio}>
      <h1 style={mailStyles.title}>{title}</h1>
      <p style={mailStyles.text}>{hello}</p>
      <p style={mailStyles.text}>{fact}</p>
      <p style={mailStyles.text}>
        {yours} {not}
      </p>
      <MailButton href={urls.devices}>{button}</MailButton>
      <p style={mailStyles.quiet}>
        {more} {urls.reset && <a href={urls.reset}>{urls.reset}</a>}
      </p>
    </MailLayout>
  )
  const text = [
    hello,
    `${title}: ${fact}`,
    `${yours} ${not}`,
    urls.devices,
    [more, urls.reset].filter(Boolean).join(' '),
  ]
  return { subject: subject(studio.name), html: `<!doctype html>${html}`, text: text.join('\n\n') }
}

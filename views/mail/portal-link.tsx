import { words } from '../words/en'
import { MailButton, MailLayout, mailStyles } from './layout'

type PortalLinkProps = {
  studio: { name: string }
  client: { name: string; email: string }
  isInvitation: boolean
  /** Whether there are any behind it yet. */
  hasGalleries: boolean
  /** The link, which works once. */
  url: string
  /** The portal's address, for ever. */
  portal: string
}

/** An invitation to the portal, or a new way in: one button, and the way without it (R31, R32). */
export function portalLinkMail({ studio, client, isInvitation, hasGalleries, url, portal }: PortalLinkProps) {
  const { title, button, note, invitation, login, afterwards } = words.portal.linkMail
  const kind = isInvitation ? invitation : login
  const { hello, reply } = words.mail
  const says = isInvitation && !hasGalleries ? invitation.none(studio.name) : kind.text(studio.name)
  const later = afterwards(client.email)
  const html = (
    <MailLayout studio={studio}>
      <h1 style={mailStyles.title}>{title}</h1>
      <p style={mailStyles.text}>
        {hello(client.name)} {says}
      </p>
      <MailButton href={url}>{button}</MailButton>
      <p style={mailStyles.quiet}>{note}</p>
      <p style={mailStyles.quiet}>
        {later}
        <br />
        <a href={portal} style={mailStyles.address}>
          {portal}
        </a>
      </p>
      <p style={mailStyles.quiet}>{reply(studio.name)}</p>
    </MailLayout>
  )
  return {
    subject: kind.subject(studio.name),
    html: `<!doctype html>${html}`,
    text: [hello(client.name), says, url, note, `${later}\n${portal}`, reply(studio.name)].join('\n\n'),
  }
}

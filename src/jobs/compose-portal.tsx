/** Mails with a link into the portal (R31, R32). */
import { portalLinkMail } from '../../views/mail/portal-link'
import { portalLinkStateOf } from '../door/portal-link'
import * as messages from '../models/messages'
import * as portalLinks from '../models/portal-links'
import { paths } from '../paths'
import { secretsOf } from '../settings'
import type { Composed, Composing } from './composing'

/** An invitation, or a way in: as long as the link in it opens. */
export async function composePortalLink({ db, settings, message, now }: Composing): Promise<Composed> {
  const to = await portalLinks.forMessage(db, message)
  const token = await messages.tokenOf(message, secretsOf(settings))
  if (!to || !token || portalLinkStateOf(to.link, to.client, now) !== 'open') return undefined

  const { studio, client } = to
  const mail = portalLinkMail({
    studio,
    client,
    isInvitation: message.kind === 'portal-invitation',
    hasGalleries: to.hasGalleries === 1,
    url: settings.PUBLIC_ORIGIN + paths.link(token),
    portal: settings.PUBLIC_ORIGIN + paths.portal(studio),
  })
  return { studio, mail }
}

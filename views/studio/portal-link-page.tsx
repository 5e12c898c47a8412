import { PORTAL_LINK_OPENS_MINUTES } from '../../src/door/portal-link'
import { type ListPlace, paths } from '../../src/paths'
import { StudioPage } from '../layouts/studio'
import { LinkToHandOver } from './link-to-hand-over'

type Props = Parameters<typeof LinkToHandOver>[0] & { studio: { name: string }; place: ListPlace }

/** A new link into the portal, shown once, for any channel (R31). */
export function PortalLinkMadePage({ studio, place, ...link }: Props) {
  return (
    <StudioPage title="Magic link" studio={studio} place="clients" scripts={['/copy.js']}>
      <h1>A magic link for {link.clientName}</h1>
      <p class="prose">
        It signs {link.clientName} in to the portal: once, within {PORTAL_LINK_OPENS_MINUTES} minutes from now. It is
        shown this once, and links made before no longer open. Do not try it out here: that would use it up.
      </p>
      <div class="stack narrow">
        <LinkToHandOver {...link} />
        <p>
          <a href={paths.clientsAt(place)}>Back to the clients</a>
        </p>
      </div>
    </StudioPage>
  )
}

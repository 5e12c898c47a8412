import { PortalPage } from '../layouts/portal'
import { words } from '../words/en'

type OverviewProps = {
  studio: { name: string; slug: string }
  client: { name: string }
  note?: string | undefined
}

/** What a studio has for one client (R42). */
export function OverviewPage({ studio, client, note }: OverviewProps) {
  const { title, hello } = words.portal.overview
  return (
    <PortalPage title={title} studio={studio} note={note}>
      <h1>{hello(client.name)}</h1>
    </PortalPage>
  )
}

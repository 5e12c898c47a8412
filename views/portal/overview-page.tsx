import type { Child } from 'hono/jsx'
import type { Galleries } from '../../src/models/overviews'
import { paths } from '../../src/paths'
import { ApprovalNotice } from '../door/approval-pages'
import { PortalPage } from '../layouts/portal'
import { words } from '../words/en'
import { ClosedGalleries, GalleryTiles } from './gallery-tiles'

export type OverviewProps = {
  studio: { name: string; slug: string; timeZone: string }
  client: { name: string; email: string }
  galleries: Galleries
  /** `YYYY-MM-DD`, where the studio is. */
  today: string
  now: Date
  /** Another browser that asks to be let in as them. */
  approvalId?: string | undefined
  note?: string | undefined
}

/** What a studio has for one client (R42). */
export function OverviewPage({ studio, client, galleries, today, now, approvalId, note }: OverviewProps) {
  const { title, as, none, closed, favourites, orders, details } = words.portal.overview
  const { open, coming } = galleries
  return (
    <PortalPage title={title} studio={studio} place="galleries" note={note}>
      <ApprovalNotice studio={studio} id={approvalId} />
      <div>
        <h1>{title}</h1>
        <p class="quiet facts">{as(client.name)}</p>
      </div>
      {open.length + coming.length > 0 && <GalleryTiles {...{ studio, galleries, today, now }} />}
      {open.length + coming.length + galleries.closed.length === 0 && <p class="empty">{none(studio.name)}</p>}
      {galleries.closed.length > 0 && (
        <section class="stack" aria-labelledby="closed">
          <h2 id="closed">{closed.title}</h2>
          <ClosedGalleries studio={studio} galleries={galleries.closed} />
        </section>
      )}
      <div class="columns portal-parts">
        <Part id="favourites" title={favourites.title}>
          <p class="quiet">{favourites.none}</p>
        </Part>
        <Part id="orders" title={orders.title}>
          <p class="quiet">{orders.none(studio.name)}</p>
        </Part>
        <Part id="account" title={words.portal.account}>
          <p class="quiet">
            {client.name}
            <br />
            {client.email}
          </p>
          <p>
            <a href={paths.clientAccount(studio)}>{details}</a>
          </p>
          <form method="post" action={paths.portalContinuations(studio)}>
            <button class="link">{words.portal.continuation.begin}</button>
          </form>
        </Part>
      </div>
    </PortalPage>
  )
}

function Part({ id, title, children }: { id: string; title: string; children: Child }) {
  return (
    <section class="portal-part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}

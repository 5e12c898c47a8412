import type { Child } from 'hono/jsx'
import { paths } from '../../src/paths'
import { Flash } from '../components/flash'
import { words } from '../words/en'
import { Page } from './page'

type PortalProps = {
  title: string
  studio: { name: string; slug: string }
  /** What just happened. */
  note?: string | undefined
  scripts?: string[]
  children?: Child
}

/** The portal's pages for who is signed in: the studio's name, the ways on, the page. */
export function PortalPage({ title, studio, note, scripts = [], children }: PortalProps) {
  return (
    <Page title={`${title} · ${studio.name}`} scripts={scripts}>
      <header class="bar">
        <a class="studio-name" href={paths.portal(studio)}>
          {studio.name}
        </a>
        <nav aria-label={words.portal.nav}>
          <a href={paths.portal(studio)}>{words.portal.overview.title}</a>
          <a href={paths.clientAccount(studio)}>{words.portal.account}</a>
          <form method="post" action={paths.portalSignOut(studio)}>
            <button class="link">{words.portal.overview.out}</button>
          </form>
        </nav>
      </header>
      <main class="ledger">
        <Flash>{note}</Flash>
        {children}
      </main>
    </Page>
  )
}

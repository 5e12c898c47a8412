import type { Child } from 'hono/jsx'
import { paths } from '../../src/paths'
import { Flash } from '../components/flash'
import { words } from '../words/en'
import { Page } from './page'

type PortalProps = {
  title: string
  studio: { name: string; slug: string }
  /** Which of the ways on leads here. */
  place?: 'galleries' | 'account'
  /** What just happened. */
  note?: string | undefined
  scripts?: string[]
  children?: Child
}

/** The portal's pages for who is signed in: the studio's name, the ways on, the page. */
export function PortalPage({ title, studio, place = 'account', note, scripts = [], children }: PortalProps) {
  const { nav, galleries, account, out } = words.portal
  const current = (of: PortalProps['place']) => (of === place ? 'page' : undefined)
  return (
    <Page title={`${title} · ${studio.name}`} scripts={scripts}>
      <header class="bar">
        <a class="studio-name" href={paths.studioHome(studio)}>
          {studio.name}
        </a>
        <nav aria-label={nav}>
          <a href={paths.portal(studio)} aria-current={current('galleries')}>
            {galleries}
          </a>
          <a href={paths.clientAccount(studio)} aria-current={current('account')}>
            {account}
          </a>
          <form method="post" action={paths.portalSignOut(studio)}>
            <button class="link">{out}</button>
          </form>
        </nav>
      </header>
      <main class={place === 'galleries' ? 'ledger portal overview' : 'ledger portal'}>
        <Flash>{note}</Flash>
        {children}
      </main>
    </Page>
  )
}

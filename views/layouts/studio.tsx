import type { Child } from 'hono/jsx'
import { paths } from '../../src/paths'
import { Flash } from '../components/flash'
import { Page } from './page'

export type StudioProps = {
  title: string
  studio: { name: string }
  /** Which of the ways on leads here. */
  place: 'galleries' | 'clients' | 'settings' | 'account'
  flash?: string | undefined
  children?: Child
  scripts?: string[]
  head?: Child
}

/** The studio's pages: name and ways on top, what just happened, the page. */
export function StudioPage({ title, studio, place, flash, children, scripts, head }: StudioProps) {
  const ways = [
    ['galleries', 'Galleries', paths.galleries()],
    ['clients', 'Clients', paths.clients()],
    ['settings', 'Settings', paths.studioSettings()],
    ['account', 'Account', paths.staffAccount()],
  ] as const
  return (
    <Page title={`${title} · ${studio.name}`} scripts={['/menu.js', ...(scripts ?? [])]} head={head}>
      <header class="bar">
        <a class="studio-name" href={paths.galleries()}>
          {studio.name}
        </a>
        <nav aria-label="Studio">
          {ways.map(([of, label, href]) => (
            <a href={href} aria-current={of === place ? 'page' : undefined}>
              {label}
            </a>
          ))}
          <form method="post" action={paths.signOut()}>
            <button class="link">Sign out</button>
          </form>
        </nav>
      </header>
      <main class="ledger">
        <Flash>{flash}</Flash>
        {children}
      </main>
    </Page>
  )
}

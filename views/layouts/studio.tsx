import type { Child } from 'hono/jsx'
import { paths } from '../../src/paths'
import { Flash } from '../components/flash'
import { Page } from './page'

export type StudioProps = {
  title: string
  studio: { name: string }
  flash?: string | undefined
  children?: Child
  scripts?: string[]
  head?: Child
}

/** The studio's pages: name and ways on top, what just happened, the page. */
export function StudioPage({ title, studio, flash, children, scripts, head }: StudioProps) {
  return (
    <Page title={`${title} · ${studio.name}`} scripts={['/menu.js', ...(scripts ?? [])]} head={head}>
      <header class="bar">
        <a class="studio-name" href={paths.galleries()}>
          {studio.name}
        </a>
        <nav aria-label="Studio">
          <a href={paths.galleries()}>Galleries</a>
          <a href={paths.clients()}>Clients</a>
          <a href={paths.studioSettings()}>Settings</a>
          <a href={paths.staffAccount()}>Account</a>
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

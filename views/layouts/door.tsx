import type { Child } from 'hono/jsx'
import { Page } from './page'

/** One column, one question, one button, the studio's name on top. */
export function DoorPage(props: { title: string; studio?: { name: string }; scripts?: string[]; children?: Child }) {
  const { title, studio, scripts, children } = props
  return (
    <Page title={studio ? `${title} · ${studio.name}` : title} scripts={scripts}>
      <main class="door">
        {studio && <p class="studio-name">{studio.name}</p>}
        <h1>{title}</h1>
        {children}
      </main>
    </Page>
  )
}

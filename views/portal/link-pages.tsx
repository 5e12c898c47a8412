import type { PortalLinkState } from '../../src/door/portal-link'
import { paths } from '../../src/paths'
import { Flash } from '../components/flash'
import { OutboxNote } from '../components/outbox-note'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'

type Studio = { name: string; slug: string }

/** A link's own page: its one button is what spends it (R5). */
export function PortalLinkPage({ studio, token }: { studio: Studio; token: string }) {
  const { title, text, open } = words.portal.link
  return (
    <DoorPage title={title} studio={studio} scripts={['/once.js']}>
      <p>{text(studio.name)}</p>
      <form method="post" action={paths.link(token)} class="stack" data-once>
        <button class="primary">{open}</button>
      </form>
    </DoorPage>
  )
}

type OverProps = {
  studio: Studio
  token: string
  because: Exclude<PortalLinkState, 'open'>
  /** Where a new one would go. */
  maskedEmail: string
  /** What came of asking for a new one. */
  note?: string | undefined
}

/** A link that does not open says so, and offers a new one or the ordinary sign-in (R32). */
export function PortalLinkOverPage({ studio, token, because, maskedEmail, note }: OverProps) {
  const { refused, again, to, other } = words.portal.link
  const { title, text } = refused[because]
  return (
    <DoorPage title={title} studio={studio}>
      <Flash>{note}</Flash>
      <p>{text}</p>
      {because !== 'moved' && (
        <form method="post" action={paths.linkRenewals(token)} class="stack">
          <button class="primary">{again}</button>
          <p class="quiet small">{to(maskedEmail)}</p>
        </form>
      )}
      <p>
        <a href={paths.portal(studio)}>{other}</a>
      </p>
    </DoorPage>
  )
}

/** A new link was sent to the address on file. */
export function PortalLinkSentPage(props: { studio: Studio; maskedEmail: string; outbox: boolean }) {
  const { sent, other } = words.portal.link
  return (
    <DoorPage title={sent.title} studio={props.studio}>
      <p>{sent.text(props.maskedEmail)}</p>
      <p>
        <a href={paths.portal(props.studio)}>{other}</a>
      </p>
      {props.outbox && <OutboxNote what="link" />}
    </DoorPage>
  )
}

import type { Child } from 'hono/jsx'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'

export type RefusedProps = {
  because: 'no-cookies' | 'guests-closed'
  studio: { name: string; replyTo: string }
}

/** The answer to a press that did not open: what happened, and what to do next (R4). */
export function RefusedPage({ because, studio }: RefusedProps) {
  const { title, text } = sentence(because, studio.name)
  return (
    <DoorPage title={title} studio={studio}>
      <p>{text}</p>
      <WriteTo studio={studio} />
    </DoorPage>
  )
}

function sentence(because: RefusedProps['because'], studio: string): { title: string; text: Child } {
  switch (because) {
    case 'guests-closed':
      return { ...words.refused.guestsClosed, text: words.refused.guestsClosed.text(studio) }
    case 'no-cookies':
      return words.refused.noCookies
  }
}

export function WriteTo({ studio }: { studio: { replyTo: string } }) {
  return (
    <p>
      <a class="button" href={`mailto:${studio.replyTo}`}>
        {words.door.write}
      </a>
    </p>
  )
}

/** A link that was never issued, or that was withdrawn: the same page for both. */
export function UnknownLinkPage() {
  return (
    <DoorPage title={words.refused.withdrawn.title}>
      <p>{words.refused.withdrawn.text}</p>
      <p class="quiet">Check that it is complete, or ask your photographer for a new one.</p>
    </DoorPage>
  )
}

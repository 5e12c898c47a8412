import { paths } from '../../src/paths'
import { timeOfDay } from '../components/dates'
import { Flash } from '../components/flash'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'

type Place = { studio: { name: string; slug: string; timeZone: string }; gallery: { slug: string; title: string } }

type AskedProps = Place & {
  /** Three words. */
  words: string
  isApproved: boolean
  /** Where there is a code or a password instead. */
  other: string
  note?: string | undefined
}

/** The asking browser: three words, until the other one has answered. */
export function ApprovalAskedPage({ studio, gallery, words: three, isApproved, other, note }: AskedProps) {
  const { asked, otherWay } = words.approval
  return (
    <DoorPage title={asked.title} studio={studio} scripts={['/approval.js']}>
      <p>{asked.text(gallery.title)}</p>
      <p class="three-words" data-waiting={isApproved ? undefined : ''}>
        {three}
      </p>
      <Flash>{note}</Flash>
      <form
        method="post"
        action={paths.approval(studio, gallery)}
        class="stack"
        data-approved={isApproved ? '' : undefined}
      >
        <p class="quiet small" role="status">
          {isApproved ? asked.approved : asked.waiting}
        </p>
        <button class="primary">{asked.go}</button>
      </form>
      <p>
        <a href={other}>{otherWay}</a>
      </p>
    </DoorPage>
  )
}

type OverProps = Place & { because: 'refused' | 'over' | 'too-many' | 'decided'; other: string }

/** A request that leads no further. @param props.other the way on */
export function ApprovalOverPage({ studio, because, other }: OverProps) {
  const { title, text } = words.approval.ended[because]
  return (
    <DoorPage title={title} studio={studio}>
      <p>{text}</p>
      <p>
        <a class="button primary" href={other}>
          {because === 'decided' ? words.approval.back : words.approval.otherWay}
        </a>
      </p>
    </DoorPage>
  )
}

type ApprovalProps = Place & {
  id: string
  seen: { browser: string | null; place: string | null; at: Date }
  choices: string[]
}

/** The browser that is in: who asks, as far as it is known, and what to pick. */
export function ApprovalPage({ studio, gallery, id, seen, choices }: ApprovalProps) {
  const { title, seen: facts, pick, warn, none } = words.approval.decide
  const where = facts({ ...seen, at: timeOfDay(seen.at, studio.timeZone), gallery: gallery.title })
  return (
    <DoorPage title={title} studio={studio}>
      <p>{where}</p>
      <form method="post" action={paths.portalApproval(studio, id)} class="stack">
        <p>{pick}</p>
        {choices.map((choice) => (
          <button class="three-words" name="words" value={choice}>
            {choice}
          </button>
        ))}
        <p class="quiet small">{warn}</p>
        <button class="link" name="words" value="">
          {none}
        </button>
      </form>
    </DoorPage>
  )
}

/** On the next page of whoever is in: somebody asks. */
export function ApprovalNotice({ studio, id }: { studio: { slug: string }; id: string | undefined }) {
  if (!id) return null
  const { text, look } = words.approval.notice
  return (
    <p class="flash" role="status">
      {text} <a href={paths.portalApproval(studio, id)}>{look}</a>
    </p>
  )
}

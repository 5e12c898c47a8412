import { type Door, decide } from '../../src/door/decide'
import { State } from '../components/state'

/** A gallery's state as the door sees it. */
export function GalleryState({ gallery, now }: { gallery: Door; now: Date }) {
  const decision = decide(gallery, {}, now)
  if (decision.kind !== 'closed') return <State tone="good">Live</State>
  if (decision.state === 'expired') return <State tone="none">Closed</State>
  return <State tone="wait">Not published</State>
}

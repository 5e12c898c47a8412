import { closedAt, type Door } from '../../src/door/decide'
import { State } from '../components/state'

/** A gallery's state as the door sees it. */
export function GalleryState({ gallery, now }: { gallery: Pick<Door, 'publishedAt' | 'closesAt'>; now: Date }) {
  const closed = closedAt(gallery, now)
  if (!closed) return <State tone="good">Live</State>
  if (closed.state === 'expired') return <State tone="none">Closed</State>
  return <State tone="wait">Not published</State>
}

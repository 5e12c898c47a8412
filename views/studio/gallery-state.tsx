import { closedAt, type Door } from '../../src/door/decide'
import { momentInWords } from '../components/dates'
import { State } from '../components/state'

type Props = { gallery: Pick<Door, 'publishedAt' | 'closesAt'>; timeZone: string; now: Date }

/** A gallery's state as the door sees it. */
export function GalleryState({ gallery, timeZone, now }: Props) {
  const closed = closedAt(gallery, now)
  if (!closed) return <State tone="good">Live</State>
  if (closed.state === 'expired') return <State tone="none">Closed</State>
  if (gallery.publishedAt) return <State tone="wait">Opens {momentInWords(gallery.publishedAt, timeZone)}</State>
  return <State tone="wait">Not published</State>
}

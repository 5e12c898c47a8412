import type { Child } from 'hono/jsx'
import type { ToDo } from '../../src/door/left-to-do'
import type { Galleries } from '../../src/models/overviews'
import { paths } from '../../src/paths'
import { dayInWords, openingInWords } from '../components/dates'
import { State } from '../components/state'
import { words } from '../words/en'

type Studio = { slug: string; timeZone: string }
type Listed = { slug: string; title: string; eventOn: string | null }
type TilesProps = { studio: Studio; galleries: Pick<Galleries, 'open' | 'coming'>; today: string; now: Date }

/** The galleries to look at, and those that will open: each by its cover, with what is left to do (R42). */
export function GalleryTiles({ studio, galleries, today, now }: TilesProps) {
  return (
    <ul class="tiles">
      {galleries.open.map((gallery, at) => (
        <li>
          <Opening studio={studio} gallery={gallery}>
            <Tile gallery={gallery} isFirst={at === 0}>
              {gallery.leftToDo.map((toDo) => (
                <Left toDo={toDo} today={today} />
              ))}
            </Tile>
          </Opening>
        </li>
      ))}
      {galleries.coming.map((gallery) => (
        <li>
          <a class="tile" href={paths.gallery(studio, gallery)}>
            <Tile gallery={gallery}>
              <State tone="none">{opens(gallery.opensAt, studio.timeZone, now)}</State>
            </Tile>
          </a>
        </li>
      ))}
    </ul>
  )
}

/** One tap: by a link where the browser is inside, else by a button, which lets it in. */
function Opening({
  studio,
  gallery,
  children,
}: {
  studio: Studio
  gallery: Galleries['open'][number]
  children: Child
}) {
  if (gallery.isInside) {
    return (
      <a class="tile" href={paths.gallery(studio, gallery)}>
        {children}
      </a>
    )
  }
  return (
    <form method="post" action={paths.visits(studio, gallery)}>
      <button class="tile">{children}</button>
    </form>
  )
}

type TileProps = { gallery: Listed & { coverKey: string | null }; isFirst?: boolean; children: Child }

/** Nothing but text and a picture, for it stands in a button. */
function Tile({ gallery: { title, eventOn, coverKey }, isFirst, children }: TileProps) {
  return (
    <>
      <span class="tile-cover">
        {coverKey ? (
          <img src={paths.cover(coverKey)} alt="" loading={isFirst ? 'eager' : 'lazy'} />
        ) : (
          <span class="tile-initial" aria-hidden="true">
            {initial(title)}
          </span>
        )}
      </span>
      <span class="tile-words">
        <span class="tile-title">{title}</span>
        {eventOn && <span class="quiet small">{dayInWords(eventOn)}</span>}
        {children}
      </span>
    </>
  )
}

/** Stands where a gallery shows no cover. */
function initial(title: string): string {
  return /\p{L}|\p{N}/u.exec(title)?.[0].toUpperCase() ?? '·'
}

const SOON_DAYS = 7

/** Something left to do, in words: soon is marked. */
function Left({ toDo, today }: { toDo: ToDo; today: string }) {
  const { daysLeft, lastDay } = toDo
  const { closesIn, openUntil } = words.portal.overview
  return daysLeft <= SOON_DAYS ? (
    <State tone="wait">{closesIn(daysLeft)}</State>
  ) : (
    <span class="quiet small">{openUntil(dayInWords(lastDay, today))}</span>
  )
}

function opens(at: Date | null, timeZone: string, now: Date): string {
  const { opens, notYet } = words.portal.overview
  return at ? opens(openingInWords(at, timeZone, now)) : notYet
}

/** Galleries that can no longer be looked at, one line each: their pages say how to ask for more time (R46). */
export function ClosedGalleries({ studio, galleries }: { studio: Studio; galleries: Galleries['closed'] }) {
  return (
    <ul class="lines">
      {galleries.map((gallery) => (
        <li class="line">
          <p class="line-words">
            <a class="line-title" href={paths.gallery(studio, gallery)}>
              {gallery.title}
            </a>
            <br />
            <span class="quiet">{gallery.eventOn && dayInWords(gallery.eventOn)}</span>
          </p>
          <p class="quiet small">{words.portal.overview.closed.since(dayInWords(gallery.lastDay))}</p>
        </li>
      ))}
    </ul>
  )
}

import type { ClientLine, ClientLines as Listed } from '../../src/models/client-lines'
import { type ListPlace, paths } from '../../src/paths'
import { CopyField } from '../components/copy'
import { instantDay } from '../components/dates'
import { StudioPage } from '../layouts/studio'
import { ClientLines } from './client-lines'

type ClientsProps = {
  studio: { name: string; timeZone: string }
  flash?: string | undefined
  lines: ClientLine[]
  /** On all pages. */
  total: number
  erased: Listed['erased']
  place: ListPlace
  pages: number
  /** The portal's address. */
  portal: string
  mayInvite: boolean
  now: Date
}

/** Everybody whom the studio knows, and how each stands with the portal (R30, R31). */
export function ClientsPage({ studio, flash, portal, mayInvite, ...list }: ClientsProps) {
  return (
    <StudioPage title="Clients" studio={studio} place="clients" flash={flash} scripts={['/copy.js']}>
      <div class="heading">
        <h1>Clients</h1>
        {mayInvite && (
          <a class="button primary" href={paths.newClient()}>
            Invite to the portal
          </a>
        )}
      </div>
      <div class="prose">
        <CopyField id="portal" label="Your portal, where each client finds all their galleries" value={portal} />
      </div>
      <ClientList timeZone={studio.timeZone} {...list} />
    </StudioPage>
  )
}

type ListProps = Pick<ClientsProps, 'lines' | 'total' | 'erased' | 'place' | 'pages' | 'now'> & { timeZone: string }

function ClientList({ lines, total, erased, place, pages, now, timeZone }: ListProps) {
  if (total + erased.count === 0 && place.q === '') {
    return <p class="empty">Everybody you invite to a gallery or to the portal will be here.</p>
  }
  return (
    <section class="stack" aria-label="List of clients">
      <Search q={place.q} total={total} />
      {lines.length > 0 && <ClientLines {...{ lines, place, timeZone, now }} />}
      {pages > 1 && <Pages place={place} pages={pages} />}
      {erased.lastAt !== null && <p class="quiet small">{erasedInWords(erased.count, erased.lastAt, timeZone)}</p>}
    </section>
  )
}

function erasedInWords(count: number, lastAt: number, timeZone: string): string {
  const day = instantDay(lastAt, timeZone)
  return count === 1
    ? `One client had their data erased, on ${day}. Their name is nowhere any more.`
    : `${count.toLocaleString('en')} clients had their data erased, the last on ${day}. Their names are nowhere any more.`
}

function Search({ q, total }: { q: string; total: number }) {
  const clients = total === 1 ? '1 client' : `${total.toLocaleString('en')} clients`
  return (
    <search>
      <form method="get" action={paths.clients()} class="search">
        <input type="search" name="q" value={q} maxlength={80} aria-label="Name or email" placeholder="Name or email" />
        <button>Search</button>
        <p class="quiet small">
          {q ? `${total === 0 ? 'Nobody' : clients} with “${q}”` : clients}
          {q && (
            <>
              {' '}
              · <a href={paths.clients()}>Show all</a>
            </>
          )}
        </p>
      </form>
    </search>
  )
}

function Pages({ place, pages }: { place: ListPlace; pages: number }) {
  const to = (page: number) => paths.clientsAt({ ...place, page })
  return (
    <nav class="row" aria-label="Pages">
      {place.page > 1 && (
        <a class="button" href={to(place.page - 1)}>
          Back
        </a>
      )}
      <span class="hint">
        Page {place.page} of {pages}
      </span>
      {place.page < pages && (
        <a class="button" href={to(place.page + 1)}>
          More
        </a>
      )}
    </nav>
  )
}

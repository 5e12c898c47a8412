/** A studio's portal as a client first sees it: what there is for them (R42). */
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { batch, type Database, ms } from '../db/client'
import { contacts, galleries } from '../db/schema'
import { closedAt } from '../door/decide'
import { leftToDo, type ToDo } from '../door/left-to-do'
import { dayEndingAt } from '../lib/zone'
import * as approvals from './approvals'
import type { Presented } from './sessions'
import * as signIns from './sign-ins'

type Row = Awaited<ReturnType<typeof selectGalleries>>[number]
type Listed = Pick<Row, 'slug' | 'title' | 'eventOn'>

/** The galleries of a client: those they can look at, those that say they will open, and those that have closed. Days are the studio's. */
export type Galleries = {
  open: (Listed & { coverKey: string | null; isInside: boolean; leftToDo: ToDo[] })[]
  coming: (Listed & { coverKey: string | null; opensAt: Date | null })[]
  closed: (Listed & { lastDay: string })[]
}

/**
 * A studio, who is signed in to its portal, and their galleries, the newest first. One batch.
 * @returns undefined when there is no such studio
 */
export async function at(db: Database, slug: string, session: Presented | undefined, now: Date) {
  const [found, own, rows, [waiting]] = await batch(db, [
    ...signIns.selectAt(db, slug, session),
    selectGalleries(db, slug, session, now),
    approvals.selectWaiting(db, slug, session, now),
  ])
  const here = signIns.standing([found, own], session, now)
  return (
    here && {
      ...here,
      approvalId: waiting?.id,
      galleries: sorted(here.signedIn ? rows : [], here.studio.timeZone, now),
    }
  )
}

/** The galleries that have a client as contact; of those not published, the ones that they may know of: see `meetings.mayKnow`. */
function selectGalleries(db: Database, studio: string, session: Presented | undefined, now: Date) {
  const { slug, title, eventOn, publishedAt, closesAt, showsCover, coverKey, createdAt, takesRegistrations } = galleries
  const isInside = sql<number>`exists (
    select 1 from visits
    where session_id = ${session?.id ?? ''} and contact_id = contacts.id and client_id = contacts.client_id
      and ended_at is null and expires_at > ${ms(now)})`
  return db
    .select({
      slug,
      title,
      eventOn,
      publishedAt,
      closesAt,
      showsCover,
      coverKey,
      createdAt,
      takesRegistrations,
      isInside,
    })
    .from(contacts)
    .innerJoin(galleries, eq(galleries.id, contacts.galleryId))
    .where(
      and(
        sql`contacts.client_id = ${clientOf(studio, session, now)}`,
        isNull(contacts.removedAt),
        sql`(galleries.published_at <= ${ms(now)} or galleries.takes_registrations = 1
          or (galleries.published_at > ${ms(now)} and ${signIns.wasTold}))`,
      ),
    )
}

/** Who is signed in to the portal of the studio at an address. */
function clientOf(studio: string, session: Presented | undefined, now: Date): SQL {
  return sql`(
    select clients.id from sign_ins
      join sessions on sessions.id = sign_ins.session_id
      join clients on clients.id = sign_ins.client_id
      join studios on studios.id = clients.studio_id
    where studios.slug = ${studio} and ${signIns.goesOn(session, now)}
    order by sign_ins.opened_at desc limit 1)`
}

function sorted(rows: Row[], zone: string, now: Date): Galleries {
  const found: Galleries = { open: [], coming: [], closed: [] }
  for (const row of rows.sort(newestFirst)) {
    const { slug, title, eventOn, publishedAt, closesAt } = row
    const coverKey = row.showsCover ? row.coverKey : null
    switch (closedAt(row, now)?.state) {
      case undefined: {
        const isInside = row.isInside === 1
        found.open.push({ slug, title, eventOn, coverKey, isInside, leftToDo: leftToDo(row, zone, now) })
        break
      }
      case 'unpublished':
        found.coming.push({
          slug,
          title,
          eventOn,
          coverKey: row.takesRegistrations ? coverKey : null,
          opensAt: publishedAt,
        })
        break
      case 'expired':
        found.closed.push({ slug, title, eventOn, lastDay: dayEndingAt(closesAt ?? now, zone) })
    }
  }
  return found
}

function newestFirst(a: Row, b: Row): number {
  return (b.eventOn ?? '').localeCompare(a.eventOn ?? '') || b.createdAt.getTime() - a.createdAt.getTime()
}

import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../src/db/schema'
import * as contacts from '../../src/models/contacts'
import * as galleries from '../../src/models/galleries'
import * as meetings from '../../src/models/meetings'
import * as terms from '../../src/models/terms'
import { Browser } from '../helpers/browser'
import * as make from '../helpers/make'
import * as rows from '../helpers/rows'

/** A vendor who has read version 1 and is about to accept it, as the route looked her up. */
async function reading() {
  const scene = await make.scene()
  await terms.change(make.db(), scene.studio, 'Name us.')
  const flora = await make.contact(scene.gallery, { role: 'vendor' })
  await new Browser().open(await make.link(flora))
  const [session] = await make.db().select().from(schema.sessions)
  const at = { studio: scene.studio.slug, gallery: scene.gallery.slug }
  const entered = await meetings.meet(make.db(), at, session, new Date())
  const visit = entered?.visit
  if (!visit?.contact || !session) throw new Error('not at the door')
  return { ...scene, ...visit, contact: visit.contact, session }
}

type Reading = Awaited<ReturnType<typeof reading>>

const { db } = make
const past = new Date(0)
const setContact = (set: Partial<schema.Contact>) => (at: Reading) =>
  db().update(schema.contacts).set(set).where(eq(schema.contacts.id, at.contact.id))
const setVisit = (set: Partial<schema.Visit>) => (at: Reading) =>
  db().update(schema.visits).set(set).where(eq(schema.visits.id, at.visit.id))
const setSession = (set: Partial<schema.Session>) => (at: Reading) =>
  db().update(schema.sessions).set(set).where(eq(schema.sessions.id, at.session.id))
const setGallery = (set: Partial<schema.Gallery>) => (at: Reading) =>
  db().update(schema.galleries).set(set).where(eq(schema.galleries.id, at.gallery.id))

const MEANWHILE: [string, (at: Reading) => Promise<unknown>][] = [
  ['the terms changed', ({ studio }) => terms.change(db(), studio, 'Name us, always.')],
  ['the terms were taken away', ({ studio }) => terms.change(db(), studio, '')],
  ['they were accepted in another tab', setContact({ acceptedTermsVersion: 1 })],
  ['the contact was removed', ({ contact }) => contacts.remove(db(), contact, new Date())],
  ['the contact is no vendor any more', setContact({ role: 'main' })],
  ['the contact passed to another person', async (at) => setContact({ clientId: (await another(at)).clientId })(at)],
  ['the visit ended', setVisit({ endedAt: past })],
  ['the visit ran out', setVisit({ expiresAt: past })],
  ['the session ended', setSession({ endedAt: past })],
  ['the session ran out', setSession({ expiresAt: past })],
  ['the gallery was unpublished', ({ gallery }) => galleries.unpublish(db(), gallery)],
  ['the gallery closed', setGallery({ closesAt: past })],
]

/** A client of the studio who is no contact of this gallery. */
const another = async ({ studio }: Reading) => make.contact(await make.gallery(studio))

describe('terms that a vendor accepts', () => {
  it('are accepted, at that moment', async () => {
    const { session, visit, contact } = await reading()
    const now = new Date()
    expect(await terms.accept(db(), session, visit, contact, 1, now)).toEqual({ outcome: 'accepted' })
    const [row] = await db().select().from(schema.contacts).where(eq(schema.contacts.id, contact.id))
    expect(row).toMatchObject({ acceptedTermsVersion: 1, acceptedTermsAt: now })
  })

  it.each(MEANWHILE)('are not when meanwhile %s', async (_, happens) => {
    const at = await reading()
    await happens(at)
    const before = await rows.all()
    expect(await terms.accept(db(), at.session, at.visit, at.contact, 1, new Date())).toEqual({ outcome: 'refused' })
    expect(await rows.all()).toEqual(before)
  })

  it.each([
    ['its secret', { secretHash: 'guessed' }],
    ['its name', { id: 'guessed' }],
  ])('are not by whoever knows all of the session but %s', async (_, guessed) => {
    const at = await reading()
    const presented = { ...at.session, ...guessed }
    expect(await terms.accept(db(), presented, at.visit, at.contact, 1, new Date())).toEqual({ outcome: 'refused' })
    expect(await terms.accept(db(), undefined, at.visit, at.contact, 1, new Date())).toEqual({ outcome: 'refused' })
  })

  it('are not in the visit of somebody else', async () => {
    const at = await reading()
    const rival = await make.contact(at.gallery, { role: 'vendor' })
    expect(await terms.accept(db(), at.session, at.visit, rival, 1, new Date())).toEqual({ outcome: 'refused' })
  })
})

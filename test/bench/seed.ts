/** Fills the stores with what the requests of the bench are about, by Foyer's own code. */
import { WorkerEntrypoint } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { batch, database } from '../../src/db/client'
import * as schema from '../../src/db/schema'
import * as pass from '../../src/door/pass'
import * as password from '../../src/door/password'
import { randomId, randomToken } from '../../src/lib/token'
import * as links from '../../src/models/links'
import { variantKey } from '../../src/models/photos'
import * as portalInvitations from '../../src/models/portal-invitations'
import { paths } from '../../src/paths'

const HOUR_MS = 3_600_000
const STATEMENTS_AT_ONCE = 50
const LANDSCAPE = [6000, 4000] as const
const PORTRAIT = [4000, 6000] as const
const BY_PHONE = [3024, 4032] as const
const PANORAMA = [8000, 2500] as const
/** Pixels of the photos, over and over. */
const SHAPES = [LANDSCAPE, PORTRAIT, LANDSCAPE, BY_PHONE, LANDSCAPE, LANDSCAPE, PORTRAIT, LANDSCAPE, PANORAMA]
const THUMBHASH_BYTES = 24

export type Contact = { id: string; clientId: string }
export type Scene = { galleryId: string; galleryPath: string; photoPath: string; contact: Contact }
type Statement = Parameters<typeof batch>[1][number]

export default class Seed extends WorkerEntrypoint<Env> {
  /** Brings an empty database to the current schema. */
  async migrate(statements: string[]): Promise<void> {
    await this.env.DB.batch(statements.map((statement) => this.env.DB.prepare(statement)))
  }

  /** A published gallery with a main client; its first photo's smallest variant has `bytes` bytes, 65,536 at most. */
  async scene(photoCount: number, bytes: number): Promise<Scene> {
    const at = new Date(Date.now() - HOUR_MS)
    const studio = newStudio(at)
    const gallery = newGallery(studio, photoCount, at)
    const client = newClient(studio, at)
    const contact = { id: randomId(), galleryId: gallery.id, clientId: client.id, role: 'main' as const, createdAt: at }
    const photos = Array.from({ length: photoCount }, (_, index) => newPhoto(gallery.id, index, at))
    const db = database(this.env.DB)
    await this.run([
      db.insert(schema.studios).values(studio),
      db.insert(schema.galleries).values(gallery),
      db.insert(schema.clients).values(client),
      db.insert(schema.contacts).values(contact),
      ...photos.map((photo) => db.insert(schema.photos).values(photo)),
    ])
    const [first] = photos
    if (!first) throw new Error('A scene has a photo at least.')
    const variant = crypto.getRandomValues(new Uint8Array(bytes))
    await this.env.PHOTOS.put(variantKey(first, 480), variant, { httpMetadata: { contentType: 'image/webp' } })
    const galleryPath = paths.gallery(studio, gallery)
    return { galleryId: gallery.id, galleryPath, photoPath: paths.photo(gallery.id, first.id, 480), contact }
  }

  /**
   * So many clients who are invited to a gallery, have a phone and a password, and have been in with a browser of their own.
   * @returns their addresses
   */
  async clients({ galleryId }: Scene, count: number): Promise<string[]> {
    const at = new Date(Date.now() - HOUR_MS)
    const db = database(this.env.DB)
    const [gallery] = await db.select().from(schema.galleries).where(eq(schema.galleries.id, galleryId))
    const passwordHash = await password.hash(randomToken())
    const made = Array.from({ length: count }, (_, index) => {
      const phone = `+4366000${String(index).padStart(5, '0')}`
      return { ...newClient({ id: gallery?.studioId ?? '' }, at), phone, passwordHash, passwordSetAt: at }
    })
    await this.run(made.flatMap((client) => insertWithVisit(db, galleryId, client)))
    return made.map(({ email }) => email)
  }

  /** Paths of so many links, each of them fresh. */
  async links(contact: Contact, count: number): Promise<string[]> {
    const db = database(this.env.DB)
    const now = new Date()
    const issued = await Promise.all(
      Array.from({ length: count }, () => links.issue(db, this.env.TOKENS, contact, now)),
    )
    await this.run(issued.map(({ insert }) => insert))
    return issued.map(({ token }) => paths.link(token))
  }

  /** Paths of so many links into the portal, each of another client. */
  async portalLinks({ contact }: Scene, count: number): Promise<string[]> {
    const at = new Date(Date.now() - HOUR_MS)
    const db = database(this.env.DB)
    const [main] = await db.select().from(schema.clients).where(eq(schema.clients.id, contact.clientId))
    const made = Array.from({ length: count }, () => newClient({ id: main?.studioId ?? '' }, at))
    await this.run(made.map((client) => db.insert(schema.clients).values(client)))
    const tokens: string[] = []
    for (const client of made) {
      const token = await portalInvitations.copy(db, this.env.TOKENS, client, new Date())
      if (token) tokens.push(token)
    }
    return tokens.map(paths.link)
  }

  /** Whoever is signed in to a portal has stepped up just now. */
  async stepUp(): Promise<void> {
    await database(this.env.DB).update(schema.signIns).set({ provedAt: new Date() })
  }

  /** A pass as this Foyer gave it so many seconds ago. */
  async pass(galleryId: string, visitId: string, ageSeconds: number): Promise<string> {
    const issuedAt = new Date(Date.now() - ageSeconds * 1000)
    const statement = { subject: { kind: 'visit', id: visitId }, sees: 'all' } as const
    return pass.sign({ current: this.env.FOYER_SECRET }, galleryId, statement, issuedAt)
  }

  private async run(statements: Statement[]): Promise<void> {
    const db = database(this.env.DB)
    for (let at = 0; at < statements.length; at += STATEMENTS_AT_ONCE) {
      const [first, ...more] = statements.slice(at, at + STATEMENTS_AT_ONCE)
      if (first) await batch(db, [first, ...more])
    }
  }
}

function insertWithVisit(db: ReturnType<typeof database>, galleryId: string, client: ReturnType<typeof newClient>) {
  const { id: clientId, createdAt } = client
  const [contactId, sessionId] = [randomId(), randomId()]
  const expiresAt = new Date(Date.now() + HOUR_MS)
  const here = { galleryId, clientId, role: 'main' as const }
  const session = { id: sessionId, secretHash: randomToken(), deviceHash: randomToken(), createdAt, expiresAt }
  return [
    db.insert(schema.clients).values(client),
    db.insert(schema.contacts).values({ id: contactId, ...here, createdAt }),
    db.insert(schema.sessions).values(session),
    db.insert(schema.visits).values({ id: randomId(), sessionId, contactId, ...here, openedAt: createdAt, expiresAt }),
  ]
}

function newStudio(createdAt: Date) {
  const id = randomId()
  return {
    id,
    slug: id,
    name: 'Atelier Sonnenberg',
    replyTo: `${id}@example.com`,
    timeZone: 'Europe/Vienna',
    createdAt,
  }
}

function newGallery(studio: { id: string }, photoCount: number, createdAt: Date) {
  return {
    ...{ id: randomId(), studioId: studio.id, slug: `anna-and-ben-${photoCount}`, title: 'Anna & Ben' },
    ...{ eventOn: '2026-09-12', place: 'Schloss Sonnenberg', publishedAt: createdAt, coverKey: randomToken(16) },
    ...{ guests: 'by-link' as const, createdAt },
  }
}

function newClient(studio: { id: string }, createdAt: Date) {
  const id = randomId()
  return { id, studioId: studio.id, name: 'Anna Keller', email: `${id}@example.com`, createdAt }
}

/** Its thumbhash is random: no easier to compress than those of real photographs. */
function newPhoto(galleryId: string, index: number, createdAt: Date) {
  const id = randomId()
  const [width = 0, height = 0] = SHAPES[index % SHAPES.length] ?? []
  const name = `SON_${String(index + 1).padStart(4, '0')}.jpg`
  return {
    ...{ id, galleryId, state: 'ready' as const, fileName: name, sortKey: name.toLowerCase() },
    ...{ contentType: 'image/jpeg', size: 20_000_000, crc32: index, sha256: randomToken(), width, height },
    ...{
      thumbhash: crypto.getRandomValues(new Uint8Array(THUMBHASH_BYTES)).toBase64(),
      createdAt,
      changedAt: createdAt,
    },
  }
}

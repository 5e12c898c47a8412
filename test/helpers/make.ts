/** Factories: each makes a whole, unique thing in the stores and returns it. */
import { env } from 'cloudflare:workers'
import { eq, sql } from 'drizzle-orm'
import { database } from '../../src/db/client'
import * as schema from '../../src/db/schema'
import type { Role } from '../../src/door/role'
import * as scrypt from '../../src/lib/scrypt'
import { randomId } from '../../src/lib/token'
import * as links from '../../src/models/links'
import { objectKeys } from '../../src/models/photos'
import * as pins from '../../src/models/pins'
import * as roleLinks from '../../src/models/role-links'
import { paths } from '../../src/paths'
import { secretsOf, settings } from '../../src/settings'
import { Browser } from './browser'
import * as jobs from './jobs'
import * as outside from './outside'

export const db = () => database(env.DB)

const secrets = { current: env.FOYER_SECRET }
let number = 0

export async function studio(over: Partial<schema.Studio> = {}): Promise<schema.Studio> {
  const id = randomId()
  const row = {
    ...{ id, slug: `studio-${++number}`, name: `Studio ${number}`, replyTo: `studio${number}@example.com` },
    ...{
      timeZone: 'Europe/Vienna',
      mediaTerms: '',
      mediaTermsVersion: 0,
      isDemo: false,
      createdAt: new Date(),
      ...over,
    },
  }
  await db().insert(schema.studios).values(row)
  return row
}

export async function staff(of: schema.Studio, over: Partial<schema.Staff> = {}): Promise<schema.Staff> {
  const id = randomId()
  const row = {
    ...{ id, studioId: of.id, name: 'Marie', email: `staff${++number}@example.com` },
    ...{ role: 'owner' as const, createdAt: new Date(), ...over },
  }
  await db().insert(schema.staff).values(row)
  return row
}

const NEW_CONTACT: Pick<
  schema.Contact,
  'clientSince' | 'acceptedTermsVersion' | 'acceptedTermsAt' | 'seesChosenOnly' | 'removedAt'
> = {
  clientSince: null,
  acceptedTermsVersion: null,
  acceptedTermsAt: null,
  seesChosenOnly: false,
  removedAt: null,
}

/** A published gallery. */
export async function gallery(of: schema.Studio, over: Partial<schema.Gallery> = {}): Promise<schema.Gallery> {
  const row = {
    ...{
      id: randomId(),
      studioId: of.id,
      slug: `gallery-${++number}`,
      title: `Anna & Ben ${number}`,
      eventOn: '2026-09-12',
    },
    ...{ place: null, publishedAt: new Date(Date.now() - 1000), closesAt: null, showsCover: true },
    ...{
      preset: 'effortless' as const,
      guests: 'refused' as const,
      asksEmail: false,
      asksAccount: false,
      isListed: false,
    },
    ...{ pin: null, pinId: null, guestCode: null, guestCodeHash: null, guestCodeId: null, takesRegistrations: false },
    ...{ asksBeforeDownload: 'nothing' as const, asksBeforeShare: 'nothing' as const },
    ...{ coverPhotoId: null, coverKey: null, createdAt: new Date(), ...over },
  }
  await db().insert(schema.galleries).values(row)
  return row
}

export async function contact(
  of: schema.Gallery,
  over: { name?: string; email?: string; role?: Role; phone?: string } & Partial<typeof NEW_CONTACT> = {},
) {
  const { name = 'Anna Keller', email = `anna${++number}@example.com`, role = 'main', phone = null, ...more } = over
  const client = {
    ...{ id: randomId(), studioId: of.studioId, name, email, phone, passwordHash: null, passwordSetAt: null },
    ...{ declinedAt: null, createdAt: new Date() },
  }
  const row = {
    id: randomId(),
    galleryId: of.id,
    clientId: client.id,
    role,
    ...NEW_CONTACT,
    ...more,
    createdAt: new Date(),
  }
  await db().batch([db().insert(schema.clients).values(client), db().insert(schema.contacts).values(row)])
  return { ...row, client }
}

/** Invites a client whom the studio knows to another gallery. */
export async function contactOf(of: schema.Gallery, client: { id: string }, role: Role = 'main') {
  const row = { id: randomId(), galleryId: of.id, clientId: client.id, role, ...NEW_CONTACT, createdAt: new Date() }
  await db().insert(schema.contacts).values(row)
  return row
}

/** Gives a client a password, kept at a cost that is quick to check; the product keeps it anew at the next sign-in. */
export async function password(of: { id: string }, text: string): Promise<void> {
  const passwordHash = scrypt.format(await scrypt.digest(text, { ln: 4, r: 8, p: 1 }))
  const set = { passwordHash, passwordSetAt: new Date() }
  await db().update(schema.clients).set(set).where(eq(schema.clients.id, of.id))
}

/** A ready photo whose variants are `bytes`. */
export async function photo(
  of: schema.Gallery,
  bytes = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]),
): Promise<schema.Photo> {
  const id = randomId()
  const row = {
    ...{ id, galleryId: of.id, state: 'ready' as const, fileName: `IMG_${++number}.jpg`, sortKey: `img_${number}` },
    ...{ contentType: 'image/jpeg', size: bytes.byteLength, crc32: 1, sha256: id, width: 1500, height: 1000 },
    ...{ thumbhash: 'GBgKLYRpiHiAiIiIeIiHd3eAiIg=', problem: null, createdAt: new Date(), changedAt: new Date() },
  }
  await db().insert(schema.photos).values(row)
  for (const key of objectKeys(row)) await env.PHOTOS.put(key, bytes, { httpMetadata: { contentType: 'image/webp' } })
  return row
}

/** A magic link's path, fresh from the issuer. */
export async function link(to: { id: string; clientId: string }, now = new Date()): Promise<string> {
  const { token, insert } = await links.issue(db(), env.TOKENS, to, now)
  await insert
  return paths.link(token)
}

/** A role link's path, fresh from the issuer. */
export async function roleLink(of: { id: string }, role: roleLinks.LinkRole): Promise<string> {
  const to = { galleryId: of.id, role }
  const { token, insert } = await roleLinks.issue(db(), env.TOKENS, secrets, to, new Date(), sql`1`)
  await insert
  return paths.link(token)
}

/** A studio with its owner, a published gallery with a photo, a main client and a link for her. */
export async function scene(over: Partial<schema.Gallery> = {}) {
  const ofStudio = await studio()
  const owner = await staff(ofStudio)
  const ofGallery = await gallery(ofStudio, over)
  const ofPhoto = await photo(ofGallery)
  const anna = await contact(ofGallery)
  return {
    ...{ studio: ofStudio, owner, gallery: ofGallery, photo: ofPhoto, contact: anna, link: await link(anna) },
    galleryPath: paths.gallery(ofStudio, ofGallery),
    photoPath: paths.photo(ofGallery.id, ofPhoto.id, 480),
  }
}

/** Gives a gallery a PIN, as its photographer does. */
export async function pin(of: schema.Gallery, digits = '482913'): Promise<string> {
  const saved = await pins.set(db(), secretsOf(settings(env)), of, digits)
  if (saved.outcome !== 'saved') throw new Error(`the PIN was answered ${saved.outcome}`)
  return digits
}

/** A passkey that nobody holds, in somebody's list. */
export async function passkey(of: { clientId: string } | { staffId: string }): Promise<string> {
  const id = randomId()
  const row = { id, credentialId: id, publicKey: '', counter: 0, transports: '', name: 'Mac', createdAt: new Date() }
  await db()
    .insert(schema.passkeys)
    .values({ ...row, ...of })
  return id
}

/** Steps up wherever this person of the studio is signed in. */
export async function steppedUp(person: schema.Staff): Promise<void> {
  await db().update(schema.sessions).set({ staffProvedAt: new Date() }).where(eq(schema.sessions.staffId, person.id))
}

/** A browser in which this person of the studio has signed in, by the code from the mail. */
export async function signedIn(person: schema.Staff): Promise<Browser> {
  const browser = new Browser()
  await browser.get(paths.signIn())
  await browser.post(paths.signIn(), { email: person.email })
  await jobs.run()
  const code = /\d{6}/.exec(outside.mails().at(-1)?.subject ?? '')?.[0] ?? ''
  const answer = await browser.post(paths.signInCode(), { code })
  if (answer.status !== 303) throw new Error(`sign-in answered ${answer.status}`)
  return browser
}

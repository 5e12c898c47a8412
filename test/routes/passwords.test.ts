import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../src/db/schema'
import * as password from '../../src/door/password'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'

const RIGHT = 'meadow lantern copper violin'

/** A gallery, and a client who has set a password. */
async function returning(over: Partial<schema.Gallery> = {}) {
  clock.stop()
  const scene = await make.scene(over)
  await make.password(scene.contact.client, RIGHT)
  return { ...scene, path: paths.password(scene.studio, scene.gallery), email: scene.contact.client.email }
}

/** A laptop on which the client's link did not open, since a phone was first. */
async function stuck(over: Partial<schema.Gallery> = {}) {
  const scene = await returning(over)
  await new Browser().open(scene.link)
  const laptop = new Browser()
  return { ...scene, laptop, answer: await laptop.open(scene.link) }
}

describe('a client with a password whose link does not open', () => {
  it('is asked for it on one screen, which offers a login code instead; none is sent before', async () => {
    const { laptop, answer, path, galleryPath, photoPath } = await stuck()
    expect(answer.headers.get('Location')).toBe(path)
    const text = await read(await laptop.follow(answer))
    expect(text).toContain('This link was opened before')
    expect(text).toContain('a•••@e•••.com')
    expect(text).toContain('Send me a login code instead')
    await jobs.run()
    expect(outside.mails()).toEqual([])

    const entry = await laptop.post(path, { password: RIGHT })
    expect(entry.headers.get('Location')).toBe(galleryPath)
    expect((await laptop.get(galleryPath)).status).toBe(200)
    expect((await laptop.get(photoPath)).status).toBe(200)
  })

  it('gets in by a code instead', async () => {
    const { laptop, studio, gallery, galleryPath } = await stuck()
    const asked = await laptop.post(paths.codes(studio, gallery))
    expect(await read(await laptop.follow(asked))).toContain('Use your password')
    await jobs.run()
    const code = /\d{6}/.exec(outside.mails()[0]?.subject ?? '')?.[0] ?? ''
    await laptop.post(paths.code(studio, gallery), { code })
    expect((await laptop.get(galleryPath)).status).toBe(200)
  })

  it('reads that a password is wrong, and is not let in', async () => {
    const { laptop, path, galleryPath, photoPath } = await stuck()
    const wrong = await laptop.post(path, { password: 'meadow lantern copper piano' })
    expect(wrong.status).toBe(422)
    expect(await read(wrong)).toContain('That isn’t the password')
    expect((await laptop.get(galleryPath)).status).toBe(403)
    expect((await laptop.get(photoPath)).status).toBe(404)
  })

  it('goes straight in by a fresh link, without being asked', async () => {
    const { contact, galleryPath } = await returning()
    const answer = await new Browser().open(await make.link(contact))
    expect(answer.headers.get('Location')).toBe(galleryPath)
  })
})

describe('a password at the gallery’s own address', () => {
  it('lets in whoever has one and is invited', async () => {
    const { path, email, galleryPath } = await returning()
    const browser = new Browser()
    await browser.get(path)
    expect((await browser.post(path, { email, password: RIGHT })).headers.get('Location')).toBe(galleryPath)
    expect((await browser.get(galleryPath)).status).toBe(200)
  })

  it('opens no gallery to which its client is not invited, of this studio or another', async () => {
    const { email, studio } = await returning()
    const other = await make.gallery(studio)
    const elsewhere = await make.scene()
    for (const path of [paths.password(studio, other), paths.password(elsewhere.studio, elsewhere.gallery)]) {
      expect((await new Browser().post(path, { email, password: RIGHT })).status).toBe(422)
    }
  })

  it('comes back with the reason beside the field when one is missing', async () => {
    const { path, email } = await returning()
    const answer = await new Browser().post(path, { email, password: '' })
    expect(answer.status).toBe(422)
    expect(await read(answer)).toContain('Enter your password')
  })

  it('is not looked at after ten wrong ones in an hour; a stranger’s do not count for the client’s own browser and link', async () => {
    const { path, email, link, contact, galleryPath } = await returning()
    const phone = new Browser()
    await phone.open(link)
    for (let turn = 0; turn < 10; turn++) {
      expect((await new Browser().post(path, { email, password: `a guess of number ${turn}` })).status).toBe(422)
    }
    const eleventh = await new Browser().post(path, { email, password: RIGHT })
    expect(eleventh.status).toBe(429)
    expect(eleventh.headers.get('Retry-After')).toBe('3600')

    phone.forgetSession()
    expect((await phone.post(path, { email, password: RIGHT })).headers.get('Location')).toBe(galleryPath)
    const fresh = await make.link(contact)
    await new Browser().open(fresh)
    const laptop = new Browser()
    await laptop.open(fresh)
    expect((await laptop.post(path, { password: RIGHT })).headers.get('Location')).toBe(galleryPath)

    clock.pass({ hours: 1, seconds: 1 })
    expect((await new Browser().post(path, { email, password: RIGHT })).status).toBe(303)
  })

  it('is asked for with the address once the link is withdrawn, and what was wrong then counts for no other link of the client', async () => {
    const scene = await stuck()
    const { laptop, studio, contact, path } = scene
    const other = await make.gallery(studio)
    const again = await make.contactOf(other, contact.client)
    const desk = await make.signedIn(scene.owner)
    await desk.post(paths.contactRemoval(contact.id))

    for (let turn = 0; turn < 10; turn++) {
      const answer = await laptop.copy().post(path, { password: `a guess of number ${turn}` })
      expect(answer.status).toBe(422)
      const text = await read(answer)
      expect(text).toContain('Give an email address.')
      expect(text).not.toContain('a•••@e•••.com')
    }
    const fresh = await make.link(again)
    await new Browser().open(fresh)
    const tablet = new Browser()
    await tablet.open(fresh)
    const entry = await tablet.post(paths.password(studio, other), { password: RIGHT })
    expect(entry.headers.get('Location')).toBe(paths.gallery(studio, other))
  })

  it('is kept anew under the parameters of now at the next sign-in', async () => {
    const { path, email, contact } = await returning()
    await new Browser().post(path, { email, password: RIGHT })
    const [row] = await make.db().select().from(schema.clients).where(eq(schema.clients.id, contact.clientId))
    expect(row?.passwordHash).toContain('$scrypt$ln=15,r=8,p=3$')
    expect(await password.verify(RIGHT, row?.passwordHash)).toEqual({ isRight: true, needsRehash: false })
  })
})

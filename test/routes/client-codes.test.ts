import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../src/db/schema'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as deployment from '../helpers/deployment'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'

const PHONE = '+436601234542'
const mailed = () => /\d{6}/.exec(outside.mails().at(-1)?.subject ?? '')?.[0] ?? ''
const texted = () => /\d{6}/.exec(outside.texts().at(-1)?.text ?? '')?.[0] ?? ''

/** A gallery whose link was claimed on a phone, and a laptop that presses its button. */
async function stuck(over: { phone?: string } = {}) {
  clock.stop()
  const scene = await make.scene()
  const anna = await make.contact(scene.gallery, over)
  const link = await make.link(anna)
  await new Browser().open(link)
  const laptop = new Browser()
  return { ...scene, contact: anna, link, laptop, answer: await laptop.open(link) }
}

describe('a link that does not open', () => {
  it('has sent a code by itself, says why, and the right code lets the client in', async () => {
    const { galleryPath, photoPath, contact, laptop, answer } = await stuck()
    expect(answer.status).toBe(303)
    const text = await read(await laptop.follow(answer))
    expect(text).toContain('This link was opened before, in another browser or on another device')
    expect(text).toContain('a•••@e•••.com')
    expect(text).not.toContain('Text it')
    expect(text).not.toContain('Use your password')

    await jobs.run()
    expect(outside.mails()).toHaveLength(1)
    expect(outside.mails()[0]?.to).toBe(contact.client.email)

    const entry = await laptop.post(`${galleryPath}/code`, { code: mailed() })
    expect(entry.status).toBe(303)
    expect(entry.headers.get('Location')).toBe(galleryPath)
    expect((await laptop.get(galleryPath)).status).toBe(200)
    expect((await laptop.get(photoPath)).status).toBe(200)
  })

  it('asks whose phone is on file how the code shall travel, and sends none before', async () => {
    const { laptop, answer, studio, gallery, galleryPath } = await stuck({ phone: PHONE })
    expect(answer.headers.get('Location')).toBe(paths.codes(studio, gallery))
    const text = await read(await laptop.follow(answer))
    expect(text).toContain('This link was opened before')
    expect(text).toContain('By SMS to ••• 42')
    expect(text).toContain('By email to a•••@e•••.com')
    await jobs.run()
    expect([...outside.mails(), ...outside.texts()]).toEqual([])

    const chosen = await laptop.post(paths.codes(studio, gallery), { channel: 'sms' })
    await jobs.run()
    expect(outside.mails()).toEqual([])
    expect(outside.texts().map(({ to }) => to)).toEqual([PHONE])
    const page = await read(await laptop.follow(chosen))
    expect(page).toContain('Check your phone')
    expect(page).toContain('••• 42')
    expect(page).toContain('Send it to a•••@e•••.com instead')
    expect((await laptop.post(`${galleryPath}/code`, { code: texted() })).status).toBe(303)
    expect((await laptop.get(galleryPath)).status).toBe(200)
  })

  it('goes to the email at once where there is no SMS service, as if there were no phone', async () => {
    deployment.withoutSms()
    const { laptop, answer, studio, gallery } = await stuck({ phone: PHONE })
    expect(answer.headers.get('Location')).toBe(paths.code(studio, gallery))
    await jobs.run()
    expect(outside.mails()).toHaveLength(1)
    expect(await read(await laptop.follow(answer))).not.toContain('Text it')
    await laptop.post(paths.codes(studio, gallery), { channel: 'sms' })
    await jobs.run()
    expect(outside.smsSendings()).toEqual([])
  })

  it('sends the code the other way at once; the first one is void then', async () => {
    const { laptop, studio, gallery, galleryPath } = await stuck({ phone: PHONE })
    await laptop.post(paths.codes(studio, gallery), { channel: 'sms' })
    await laptop.post(paths.codes(studio, gallery), { channel: 'email' })
    await jobs.run()
    const refused = await laptop.post(`${galleryPath}/code`, { code: texted() })
    expect(refused.status).toBe(422)
    expect((await laptop.post(`${galleryPath}/code`, { code: mailed() })).status).toBe(303)
  })

  it('sends three codes by SMS within an hour, and the next by email', async () => {
    const { laptop, studio, gallery } = await stuck({ phone: PHONE })
    for (let turn = 0; turn < 5; turn++) {
      await laptop.post(paths.codes(studio, gallery), { channel: 'sms' })
      clock.pass({ seconds: 61 })
    }
    await jobs.run()
    expect(outside.texts()).toHaveLength(3)
    const again = await laptop.post(paths.codes(studio, gallery), { channel: 'sms' })
    expect(await read(await laptop.follow(again))).toContain('A code was sent already')
    await laptop.post(paths.codes(studio, gallery), { channel: 'email' })
    await jobs.run()
    expect(outside.mails()).toHaveLength(1)
  })
})

describe('a typed address', () => {
  it('is answered alike whether it is invited, has a phone, or is nobody’s', async () => {
    const { gallery, studio, galleryPath } = await make.scene()
    const anna = await make.contact(gallery, { phone: PHONE })
    for (const email of [anna.client.email, 'stranger@example.com']) {
      const browser = new Browser()
      await browser.get(galleryPath)
      const asked = await browser.post(paths.codes(studio, gallery), { email })
      const page = await read(await browser.follow(asked))
      expect(page).toContain('is invited to this gallery, a six-digit code is on its way')
      expect(page).toContain('Text it to the phone on file instead')
      expect(page).toContain('Use your password')
      const other = await browser.post(paths.codes(studio, gallery), { channel: 'sms' })
      expect(await read(await browser.follow(other))).toContain('and a phone is on file')
    }
    await jobs.run()
    expect(outside.mails().map(({ to }) => to)).toEqual([anna.client.email])
    expect(outside.texts().map(({ to }) => to)).toEqual([PHONE])
  })

  it('gets no SMS where no phone is on file', async () => {
    const { gallery, studio, contact } = await make.scene()
    const browser = new Browser()
    await browser.get(paths.doorSignIn(studio, gallery))
    await browser.post(paths.codes(studio, gallery), { email: contact.client.email, channel: 'sms' })
    await jobs.run()
    expect(outside.smsSendings()).toEqual([])
    expect(await make.db().select().from(schema.messages).where(eq(schema.messages.kind, 'client-code'))).toEqual([])
  })
})

describe('a studio’s session that has run out', () => {
  it('is not taken up again by the session that a client’s code begins in the same browser', async () => {
    clock.stop()
    const { owner, contact, studio, gallery, galleryPath } = await make.scene()
    const desk = await make.signedIn(owner)
    clock.pass({ days: 20 })
    await desk.post(paths.codes(studio, gallery), { email: contact.client.email })
    clock.pass({ days: 11 })
    await desk.post(paths.codes(studio, gallery), { email: contact.client.email })
    await jobs.run()
    const entry = await desk.post(paths.code(studio, gallery), { code: mailed() })
    expect(entry.headers.get('Location')).toBe(galleryPath)
    expect((await desk.get(galleryPath)).status).toBe(200)
    expect((await desk.get(paths.galleries())).headers.get('Location')).toBe(paths.signIn())
  })
})

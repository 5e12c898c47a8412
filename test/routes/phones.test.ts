import { beforeEach, describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as portal from '../helpers/portal'
import * as resets from '../helpers/resets'
import * as rows from '../helpers/rows'
import * as scrypt from '../helpers/scrypt'

const PHONE = '+436601234567'
const PASSWORD = 'meadow lantern copper violin'

beforeEach(() => {
  clock.stop()
  scrypt.makeCheap()
})

/** A client who is signed in and has stepped up. */
async function scene(over: { phone?: string } = {}) {
  const { studio, owner, gallery } = await make.scene()
  const contact = await make.contact(gallery, over)
  const browser = await portal.steppedUp(studio, contact.client)
  clock.pass({ minutes: 2 })
  const save = (phone: string, version = 1, name = 'Anna Keller') =>
    browser.post(paths.clientDetails(studio), { name, phone, version: String(version) })
  return { studio, owner, gallery, contact, client: contact.client, browser, save }
}

const told = async (email: string) => {
  await jobs.run()
  return outside.mails().filter(({ to, subject }) => to === email && subject.endsWith('your phone number was changed'))
}
const phoneOf = async (client: { id: string }) => (await rows.of('clients')).find(({ id }) => id === client.id)?.phone

/** Asks for a new password by the address, and sets one. */
async function reset({ studio, client }: Pick<Awaited<ReturnType<typeof scene>>, 'studio' | 'client'>) {
  await resets.ask(studio, client.email)
  return new Browser().post(resets.newest(), { password: PASSWORD })
}

describe('a phone that is changed in the account', () => {
  it('is told to the address on file, when it is set, changed and removed', async () => {
    const { client, save } = await scene()
    await save(PHONE)
    const [mail] = await told(client.email)
    expect(mail?.text).toContain('choose a new password within 72 hours: that removes the number')
    expect(mail?.text).not.toContain(PHONE)
    await save('+436601234568', 2)
    await save('', 3)
    expect(await told(client.email)).toHaveLength(3)
    expect(await phoneOf(client)).toBeNull()
  })

  it('is not told when it stays, nor when nothing was saved', async () => {
    const { client, save } = await scene({ phone: PHONE })
    expect((await save(PHONE, 1, 'Anna Berg')).status).toBe(303)
    expect((await save('+436601234568', 1)).status).toBe(409)
    clock.pass({ minutes: 11 })
    expect((await save('+436601234568', 2)).status).toBe(403)
    expect(await told(client.email)).toEqual([])
    expect(await phoneOf(client)).toBe(PHONE)
  })

  it('goes with the next reset of the password, for 72 hours', async () => {
    const made = await scene()
    await made.save(PHONE)
    clock.pass({ hours: 71, minutes: 59 })
    expect((await reset(made)).status).toBe(200)
    expect(await phoneOf(made.client)).toBeNull()
  })

  it('stays at a later reset', async () => {
    const early = await scene()
    await early.save(PHONE)
    clock.pass({ hours: 72, seconds: 1 })
    expect((await reset(early)).status).toBe(200)
    expect(await phoneOf(early.client)).toBe(PHONE)
  })

  it('stays where the studio wrote down another one since', async () => {
    const made = await scene()
    await made.save(PHONE)
    const { name, email } = made.client
    const staff = await make.signedIn(made.owner)
    await staff.post(paths.contact(made.contact.id), { name, email, phone: '+436601234599', role: 'main' })
    expect((await reset(made)).status).toBe(200)
    expect(await phoneOf(made.client)).toBe('+436601234599')
  })
})

describe('a passkey’s name', () => {
  it('is a name alone: nothing in it may become a link in a mail', async () => {
    const { studio, browser } = await scene()
    for (const name of ['Visit evil.example now', 'call +43 660 123456', 'a@b.example']) {
      const answer = await browser.post(paths.clientPasskeys(studio), { name, credential: '{}' })
      expect(answer.status).toBe(422)
      expect(await read(answer)).toContain('Write the name alone, please.')
    }
  })
})

import { describe, expect, it } from 'vitest'
import { ROLES } from '../../src/door/role'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as rows from '../helpers/rows'

const FORM = { name: 'Ben Weiss', email: 'ben@example.com', phone: '', role: 'main' }

/** The photographer at the desk, beside a gallery with Anna in it. */
async function desk() {
  const scene = await make.scene()
  return { ...scene, desk: await make.signedIn(scene.owner) }
}

const listOf = async (browser: Browser, gallery: { id: string }) =>
  read(await browser.get(paths.galleryContacts(gallery.id)))
const linksIn = (text: string) => text.match(/https:\/\/foyer\.test\/l\/[\w-]{43}/g) ?? []

/** The value of a field as it stands on a page. */
function typed(html: string, name: string): string | undefined {
  const input = new RegExp(`<input[^>]* name="${name}"[^>]*>`).exec(html)?.[0]
  return /value="([^"]*)"/.exec(input ?? '')?.[1]
}

describe('a new contact', () => {
  it('is in the list and not invited yet', async () => {
    const { desk: browser, gallery } = await desk()
    const answer = await browser.post(paths.newContact(gallery.id), { ...FORM, email: ' Ben@Example.COM ' })
    expect(answer.headers.get('Location')).toBe(paths.galleryContacts(gallery.id))
    const words = await listOf(browser, gallery)
    expect(words).toContain('Ben Weiss was added.')
    expect(words).toMatch(/Ben Weiss ben@example\.com .*Not invited yet/)
    await jobs.run()
    expect(outside.mails().filter(({ to }) => to === 'ben@example.com')).toEqual([])
  })

  it('is invited at once by the other button', async () => {
    const { desk: browser, gallery, galleryPath } = await desk()
    await browser.post(paths.newContact(gallery.id), { ...FORM, andSend: 'yes' })
    expect(await listOf(browser, gallery)).toContain('An email with a new link is on its way to Ben Weiss.')
    await jobs.run()

    const mail = outside.mails().at(-1)
    expect(mail).toMatchObject({ to: 'ben@example.com' })
    const [link = ''] = linksIn(mail?.text ?? '')
    const phone = new Browser()
    await phone.open(new URL(link).pathname)
    expect(await read(await phone.get(galleryPath))).toContain('You are here as Ben Weiss')
  })

  it.each(ROLES)('has the role that was chosen: %s', async (role) => {
    const { desk: browser, gallery } = await desk()
    await browser.post(paths.newContact(gallery.id), { ...FORM, role })
    const [, made] = await rows.of('contacts')
    const form = await (await browser.get(paths.contact(String(made?.id)))).text()
    expect(form).toMatch(new RegExp(`value="${role}"[^>]* checked`))
    expect(form.match(/ checked/g)).toHaveLength(1)
  })

  it('is one when two add the same person at the same moment', async () => {
    const { desk: browser, gallery } = await desk()
    const answers = await Promise.all([1, 2].map(() => browser.post(paths.newContact(gallery.id), FORM)))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
    expect((await rows.of('clients')).filter(({ email }) => email === 'ben@example.com')).toHaveLength(1)
  })

  it('is the same client in another gallery of the studio, and another one at another studio', async () => {
    const { desk: browser, gallery, studio } = await desk()
    const second = await make.gallery(studio)
    const elsewhere = await desk()
    await browser.post(paths.newContact(gallery.id), FORM)
    await browser.post(paths.newContact(second.id), { ...FORM, name: 'Benjamin Weiss' })
    await elsewhere.desk.post(paths.newContact(elsewhere.gallery.id), { ...FORM, name: 'Ben Other' })

    expect(await listOf(browser, gallery)).toContain('Benjamin Weiss')
    expect((await rows.of('clients')).filter(({ email }) => email === 'ben@example.com')).toHaveLength(2)
  })
})

const WRONG = [
  ['name', '', 'Give a name.'],
  ['name', 'x'.repeat(81), 'At most 80 characters.'],
  ['email', '', 'This is not an email address.'],
  ['email', 'ben@', 'This is not an email address.'],
  ['email', `${'x'.repeat(250)}@example.com`, 'At most 254 characters.'],
  ['phone', '0660 1234567', 'This is not a phone number we can use.'],
  ['role', '', 'Choose a role.'],
  ['role', 'owner', 'Choose a role.'],
] as const

describe('a contact’s form that cannot be taken', () => {
  it.each(WRONG)('comes back with what was typed and why: %s %j', async (field, value, reason) => {
    const { desk: browser, gallery, contact } = await desk()
    const before = await rows.all()
    for (const path of [paths.newContact(gallery.id), paths.contact(contact.id)]) {
      const answer = await browser.post(path, { ...FORM, [field]: value })
      expect(answer.status).toBe(422)
      const html = await answer.text()
      expect(html).toContain(reason)
      for (const name of ['name', 'email', 'phone']) {
        expect(typed(html, name)).toBe(name === field ? value : FORM[name as keyof typeof FORM])
      }
    }
    expect(await rows.all()).toEqual(before)
  })

  it('comes back when the person is here already, and changes nothing', async () => {
    const { desk: browser, gallery, contact } = await desk()
    const before = await rows.all()
    const form = { ...FORM, name: 'Somebody Else', email: contact.client.email, phone: '+43 660 1234567' }
    const answer = await browser.post(paths.newContact(gallery.id), form)
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('This person is a contact of this gallery already.')
    expect(typed(html, 'name')).toBe('Somebody Else')
    expect(await rows.all()).toEqual(before)
    expect(await listOf(browser, gallery)).toContain('Anna Keller')
  })

  it('comes back when the new address is another contact’s, and changes neither', async () => {
    const { desk: browser, gallery, contact } = await desk()
    const ben = await make.contact(gallery, { name: 'Ben Weiss', email: FORM.email })
    const before = await rows.all()
    const answer = await browser.post(paths.contact(contact.id), { ...FORM, name: 'Anna Weiss' })
    expect(answer.status).toBe(422)
    expect(await read(answer)).toContain('This person is a contact of this gallery already.')
    expect(await rows.all()).toEqual(before)
    expect(await listOf(browser, gallery)).toContain(ben.client.name)
  })
})

describe('a contact that changes', () => {
  it('has its form filled in, and says that it was saved', async () => {
    const { desk: browser, gallery, contact } = await desk()
    const form = await (await browser.get(paths.contact(contact.id))).text()
    expect(typed(form, 'name')).toBe('Anna Keller')
    expect(typed(form, 'email')).toBe(contact.client.email)

    const changed = { name: 'Anna Berg', email: contact.client.email, phone: '+43 660 1234567', role: 'vendor' }
    expect((await browser.post(paths.contact(contact.id), changed)).status).toBe(303)
    const words = await listOf(browser, gallery)
    expect(words).toContain('Saved.')
    expect(words).toContain('Anna Berg')
    expect(typed(await (await browser.get(paths.contact(contact.id))).text(), 'phone')).toBe('+43 660 1234567')
  })

  it('is asked about before it is removed, on the page itself', async () => {
    const { desk: browser, gallery, contact } = await desk()
    const html = await (await browser.get(paths.galleryContacts(gallery.id))).text()
    const question = /<details class="sure">.*?<\/details>/s.exec(html)?.[0] ?? ''
    expect(question).toContain('from this gallery? Their links and visits end at once.')
    expect(question).toContain(`action="${paths.contactRemoval(contact.id)}"`)
    expect(question).toContain('Keep it')
    expect(html.split(paths.contactRemoval(contact.id))).toHaveLength(2)
  })

  it('is gone once removed, with all its pages', async () => {
    const { desk: browser, gallery, contact } = await desk()
    await browser.post(paths.contactRemoval(contact.id))
    const words = await listOf(browser, gallery)
    expect(words).toContain('Anna Keller was removed. Their links and visits have ended.')
    expect(words).not.toContain(contact.client.email)
    expect((await browser.get(paths.contact(contact.id))).status).toBe(404)
    for (const path of [paths.contactInvitations, paths.contactLinks, paths.contactRemoval]) {
      expect((await browser.post(path(contact.id))).status).toBe(404)
    }
  })
})

describe('"Send email"', () => {
  it('sends a brand-new link every time, and the ones before go on', async () => {
    const { desk: browser, gallery, contact } = await desk()
    for (const _ of [1, 2]) {
      const answer = await browser.post(paths.contactInvitations(contact.id))
      expect(answer.headers.get('Location')).toBe(paths.galleryContacts(gallery.id))
      await jobs.run()
    }
    const mails = outside.mails().filter(({ to }) => to === contact.client.email)
    const links = mails.flatMap(({ text }) => linksIn(text))
    expect(new Set(links).size).toBe(2)
    expect(await listOf(browser, gallery)).toContain('not opened yet')
    for (const link of links) expect((await new Browser().open(new URL(link).pathname)).status).toBe(303)
  })

  it('sends nothing any more to whoever was removed or has another address meanwhile', async () => {
    const { desk: browser, gallery, contact } = await desk()
    const ben = await make.contact(gallery, { email: 'old@example.com' })
    await browser.post(paths.contactInvitations(contact.id))
    await browser.post(paths.contactInvitations(ben.id))
    await browser.post(paths.contactRemoval(contact.id))
    await browser.post(paths.contact(ben.id), { ...FORM, email: 'new@example.com' })
    await jobs.run()
    expect(outside.mails().filter(({ subject }) => !subject.includes('login code'))).toEqual([])
  })
})

describe('"Copy access link"', () => {
  it('shows a new, valid link, as text for any channel and as a code to scan', async () => {
    const { desk: browser, gallery, contact, galleryPath } = await desk()
    const page = await browser.post(paths.contactLinks(contact.id))
    expect(page.status).toBe(200)
    const html = await page.text()
    const links = new Set(linksIn(html))
    expect(links.size).toBe(1)
    expect(html).toContain('<svg')
    expect(html).toContain('https://wa.me/?text=')
    expect(await listOf(browser, gallery)).toContain('Link made')

    const [link = ''] = links
    expect((await new Browser().open(new URL(link).pathname)).headers.get('Location')).toBe(galleryPath)
    expect(await listOf(browser, gallery)).toContain('Inside')
  })

  it('shows another one the next time, and sends nothing', async () => {
    const { desk: browser, contact } = await desk()
    const mailsBefore = outside.mails().length
    const pages = [
      await browser.post(paths.contactLinks(contact.id)),
      await browser.post(paths.contactLinks(contact.id)),
    ]
    const links = await Promise.all(pages.map(async (page) => linksIn(await page.text())[0]))
    expect(new Set(links).size).toBe(2)
    await jobs.run()
    expect(outside.mails()).toHaveLength(mailsBefore)
  })

  it('is said to have run out once it has', async () => {
    clock.stop()
    const { desk: browser, gallery, contact, link } = await desk()
    await new Browser().open(link)
    clock.pass({ minutes: 1 })
    await browser.post(paths.contactLinks(contact.id))
    clock.pass({ hours: 24, seconds: 1 })
    const words = await listOf(browser, gallery)
    expect(words).toContain('has run out unopened')
    expect(words).toContain('Send a new one')
  })
})

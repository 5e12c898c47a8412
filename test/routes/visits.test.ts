import { describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { whole } from '../helpers/answer'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as make from '../helpers/make'
import * as portal from '../helpers/portal'
import * as rows from '../helpers/rows'

/** Anna, signed in to the portal of the studio that made her gallery. */
async function signedIn(over: Parameters<typeof make.scene>[0] = {}) {
  const scene = await make.scene(over)
  const { client } = scene.contact
  const browser = await portal.signedIn(scene.studio, client)
  const visits = paths.visits(scene.studio, scene.gallery)
  return { ...scene, client, browser, visits, at: paths.portal(scene.studio) }
}

const run = (statement: string, ...values: (string | number)[]) =>
  make
    .db()
    .$client.prepare(statement)
    .bind(...values)
    .run()

describe('a gallery in the portal', () => {
  it('opens with one tap, photographs and all, and is a plain link from then on', async () => {
    const { browser, at, visits, galleryPath, photoPath, contact, client } = await signedIn()
    expect(await (await browser.get(at)).text()).toContain(`<form method="post" action="${visits}">`)
    expect((await browser.get(galleryPath)).status).toBe(403)

    const answer = await browser.post(visits)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe(galleryPath)
    expect(await read(await browser.follow(answer))).toContain(`You are here as ${client.name}`)
    expect((await browser.get(photoPath)).status).toBe(200)
    const page = await (await browser.get(at)).text()
    expect(page).toContain(`<a class="tile" href="${galleryPath}">`)
    expect(page).not.toContain(visits)
    const [signIn] = await rows.of('sign_ins')
    expect(await rows.of('visits')).toMatchObject([
      { contact_id: contact.id, client_id: client.id, role: 'main', expires_at: signIn?.expires_at, ended_at: null },
    ])
    expect(await rows.of('events')).toMatchObject([{ contact_id: contact.id, kind: 'portal-entered' }])
  })

  it('is entered once, however often it is pressed', async () => {
    const { browser, visits } = await signedIn()
    await Promise.all([browser.post(visits), browser.post(visits), browser.post(visits)])
    expect(await rows.of('visits')).toHaveLength(1)
    expect(await rows.of('events')).toHaveLength(1)
  })

  it('asks next what its door asks of contacts: an account, the terms', async () => {
    const { browser, visits } = await signedIn({ asksAccount: true })
    expect(await read(await browser.follow(await browser.post(visits)))).toContain('Make my account')

    const studio = await make.studio({ mediaTerms: 'Name us.', mediaTermsVersion: 1 })
    const gallery = await make.gallery(studio)
    const { client } = await make.contact(gallery, { role: 'vendor' })
    const vendor = await portal.signedIn(studio, client)
    const terms = await (await vendor.follow(await vendor.post(paths.visits(studio, gallery)))).text()
    expect(terms).toContain('Media usage terms')
    // Not now: back to where they came from, still signed in.
    expect(terms).toContain(`<a href="${paths.portal(studio)}">Not now, back to my galleries</a>`)
  })

  it('takes the place of a guest’s visit in the same browser', async () => {
    const { browser, gallery, visits, galleryPath, client } = await signedIn({ guests: 'by-link' })
    await browser.open(await make.roleLink(gallery, 'guest'))
    const page = await (await browser.get(galleryPath)).text()
    expect(page).toContain('You are here as a guest')
    expect(page).toContain(`Continue as ${client.name}`)
    await browser.post(visits)
    expect(await read(await browser.get(galleryPath))).toContain(`You are here as ${client.name}`)
    expect((await rows.of('visits')).filter((visit) => visit.ended_at === null)).toHaveLength(1)
  })

  it('does not open once it has closed, and says so', async () => {
    const { browser, visits, studio, gallery, client } = await signedIn()
    await run('update galleries set closes_at = ? where id = ?', Date.now(), gallery.id)
    const page = await browser.follow(await browser.post(visits))
    expect(page.status).toBe(410)
    expect(await rows.of('visits')).toEqual([])
    // Who asks for more time is known.
    expect(await read(page)).toMatch(/The answer will go to a•+@/)
    await browser.post(paths.timeRequests(studio, gallery))
    expect(await rows.of('time_requests')).toMatchObject([{ email: client.email }])
  })

  it('does not open to whom it no longer is for', async () => {
    const { browser, visits, contact } = await signedIn()
    await run('update contacts set removed_at = ? where id = ?', Date.now(), contact.id)
    expect((await browser.follow(await browser.post(visits))).status).toBe(403)
    expect(await rows.of('visits')).toEqual([])
  })

  it('opens to nobody who is not signed in, or is no longer', async () => {
    const { browser, visits } = await signedIn()
    expect((await new Browser().post(visits)).status).toBe(303)
    clock.pass({ days: 31 })
    expect((await browser.post(visits)).status).toBe(303)
    expect(await rows.of('visits')).toEqual([])
  })

  it('opens to no other client of the studio', async () => {
    const { studio, visits } = await signedIn()
    const { client } = await make.contact(await make.gallery(studio))
    const ben = await portal.signedIn(studio, client)
    expect((await ben.follow(await ben.post(visits))).status).toBe(403)
    expect(await rows.of('visits')).toEqual([])
  })

  it('is the same nothing where there is none, or none that is published', async () => {
    const { browser, studio, client } = await signedIn()
    const hidden = await make.gallery(studio, { publishedAt: null })
    await make.contactOf(hidden, client)
    const answer = await whole(await browser.post(paths.visits(studio, hidden)))
    expect(answer.status).toBe(404)
    expect(answer).toEqual(await whole(await browser.post(paths.visits(studio, { slug: 'none' }))))
    expect(await rows.of('visits')).toEqual([])
  })

  it('does not open to a form from elsewhere', async () => {
    const { browser, visits } = await signedIn()
    const headers = { 'Sec-Fetch-Site': 'cross-site' }
    expect((await browser.send('POST', visits, { headers, body: new URLSearchParams() })).status).toBe(403)
    expect(await rows.of('visits')).toEqual([])
  })
})

describe('a gallery’s door, for a contact who is signed in to the portal', () => {
  it.each([
    ['the private door', {}, 'Private gallery'],
    ['the email wall', { guests: 'anyone', asksEmail: true }, 'Welcome'],
    ['the PIN', { guests: 'by-link' }, 'Enter the PIN'],
  ] as const)('offers to go on as them, before all else: %s', async (which, over, words) => {
    const { browser, gallery, galleryPath, visits, client } = await signedIn(over)
    if (which === 'the PIN') await make.pin(gallery)
    const page = await browser.get(galleryPath)
    expect(page.status).toBe(403)
    const html = await page.text()
    expect(html).toContain(words)
    expect(html.match(/<button class="primary">[^<]*/g)).toEqual([`<button class="primary">Continue as ${client.name}`])
    expect(html).not.toContain('autofocus')
    expect((await browser.follow(await browser.post(visits))).status).toBe(200)
  })

  it('offers it to nobody else: not to another client, not at another studio', async () => {
    const { browser, studio } = await signedIn()
    const elsewhere = await make.scene()
    const notInvited = await make.gallery(studio)
    for (const at of [elsewhere.galleryPath, paths.gallery(studio, notInvited)]) {
      expect(await (await browser.get(at)).text()).not.toContain('Continue as')
    }
  })
})

import { describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as portal from '../helpers/portal'

/** One of every kind of page, for whoever may see it. */
async function pages(): Promise<[string, number, Response][]> {
  const { studio, owner, link, gallery, contact, galleryPath } = await make.scene()
  const desk = await make.signedIn(owner)
  const phone = new Browser()
  const stranger = new Browser()
  const closed = await make.scene({ closesAt: new Date() })
  const vendor = await make.contact(gallery, { role: 'vendor' })
  const colleague = new Browser()
  await colleague.open(await make.link(vendor))
  return [
    ['a link’s cover', 200, await phone.get(link)],
    ['a press', 303, await phone.post(link)],
    ['a gallery', 200, await phone.get(galleryPath)],
    ['a refused press', 303, await stranger.open(link)],
    ['a code’s screen', 200, await stranger.get(`${galleryPath}/code`)],
    ['a private gallery', 403, await stranger.get(galleryPath)],
    ['a closed gallery', 410, await stranger.get(closed.galleryPath)],
    ['a link that is none', 404, await stranger.get('/l/none')],
    ['a page that is none', 404, await stranger.get('/none/none/none')],
    ['the home page', 200, await stranger.get('/')],
    ['sign-in', 200, await stranger.get(paths.signIn())],
    ['sign-in with a wrong address', 422, await stranger.post(paths.signIn(), { email: 'none' })],
    ['a form from elsewhere', 403, await stranger.send('POST', link, { headers: { 'Sec-Fetch-Site': 'cross-site' } })],
    ['the studio for a stranger', 303, await stranger.get(paths.galleries())],
    ['the galleries', 200, await desk.get(paths.galleries())],
    ['a new gallery', 200, await desk.get(paths.newGallery())],
    ['the photographs', 200, await desk.get(paths.galleryPhotos(gallery.id))],
    ['the contacts', 200, await desk.get(paths.galleryContacts(gallery.id))],
    ['a contact', 200, await desk.get(paths.contact(contact.id))],
    ['a contact’s form', 422, await desk.post(paths.contact(contact.id))],
    ['an access link', 200, await desk.post(paths.contactLinks(contact.id))],
    ['the clients', 200, await desk.get(paths.clients())],
    ['an invitation to the portal', 422, await desk.post(paths.newClient(), { email: 'none' })],
    ['a link into the portal, made', 200, await desk.post(paths.clientLinks(contact.clientId, { q: '', page: 1 }))],
    ['a link into the portal', 200, await stranger.get(await portal.link(contact.client))],
    ['a press of it', 303, await stranger.post(await portal.link(contact.client))],
    ['a vendor’s photographs', 200, await desk.get(paths.contactPhotos(vendor.id))],
    ['the studio’s settings', 303, await desk.post(paths.studioSettings(), { terms: 'Name us.' })],
    ['the studio’s settings, saved', 200, await desk.get(paths.studioSettings())],
    ['the terms', 403, await colleague.get(galleryPath)],
    ['the terms, changed meanwhile', 422, await colleague.post(`${galleryPath}/terms`)],
    ['the settings', 200, await desk.get(paths.gallerySettings(gallery.id))],
    ['the door', 200, await desk.get(paths.galleryDoor(gallery.id))],
    ['a guest code that is none', 422, await stranger.post(paths.guestCodes(studio), { code: 'nobody has this' })],
  ]
}

/** A policy as its directives. */
function policyOf(response: Response): Record<string, string[]> {
  const directives = (response.headers.get('Content-Security-Policy') ?? '').split(/\s*;\s*/).filter(Boolean)
  return Object.fromEntries(directives.map((line) => [line.split(' ')[0], line.split(' ').slice(1)]))
}

describe('every page', () => {
  it('runs nothing but the site’s own files, and stands in nobody’s frame', async () => {
    for (const [name, status, page] of await pages()) {
      expect([name, page.status]).toEqual([name, status])
      const policy = policyOf(page)
      expect([name, policy]).toMatchObject([
        name,
        {
          'default-src': ["'none'"],
          'script-src': ["'self'"],
          'form-action': ["'self'"],
          'frame-ancestors': ["'none'"],
          'base-uri': ["'none'"],
        },
      ])
      expect(JSON.stringify(policy)).not.toMatch(/unsafe-|https?:|\*/)
      expect(page.headers.get('X-Frame-Options')).toBe('DENY')
    }
  })

  it('is kept by nobody, is what it says it is, and is asked for by HTTPS alone', async () => {
    for (const [name, , page] of await pages()) {
      const header = (name: string) => page.headers.get(name)
      expect([name, header('Cache-Control')]).toEqual([name, 'private, no-store'])
      expect(header('X-Content-Type-Options')).toBe('nosniff')
      expect(header('Strict-Transport-Security')).toBe('max-age=63072000; includeSubDomains')
      expect(header('Referrer-Policy')).toMatch(/^(no-referrer|strict-origin-when-cross-origin)$/)
      expect(header('X-Powered-By')).toBeNull()
    }
  })

  it('carries no script and no style that its policy would refuse', async () => {
    for (const [name, , page] of await pages()) {
      const html = await page.text()
      const nonces = [...html.matchAll(/<style nonce="([^"]+)"/g)].map(([, nonce]) => `'nonce-${nonce}'`)
      for (const nonce of nonces) expect(policyOf(page)['style-src']).toContain(nonce)
      expect([name, html.match(/<script(?![^>]* src="\/)/)]).toEqual([name, null])
      expect([name, html.match(/<style(?! nonce="[^"]+")/)]).toEqual([name, null])
      expect([name, html.match(/<[^>]+ (style|on\w+)="/)]).toEqual([name, null])
      expect([name, html.match(/javascript:/i)]).toEqual([name, null])
    }
  })

  it('has another nonce every time', async () => {
    const { link, galleryPath } = await make.scene()
    const phone = new Browser()
    await phone.open(link)
    const policies = [policyOf(await phone.get(galleryPath)), policyOf(await phone.get(galleryPath))]
    expect(policies[0]?.['style-src']?.at(-1)).toMatch(/^'nonce-[\w+/=]{20,}'$/)
    expect(policies[0]).not.toEqual(policies[1])
  })
})

describe('the page that says there is no photograph', () => {
  it('is as safe as every other one', async () => {
    const { photoPath } = await make.scene()
    const page = await new Browser().get(photoPath)
    expect(page.status).toBe(404)
    expect(page.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(page.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    expect(page.headers.get('Cache-Control')).toMatch(/no-store/)
  })
})

describe('cookies', () => {
  it('are the site’s own, sent by HTTPS, read by no script', async () => {
    const { link, galleryPath, gallery } = await make.scene()
    const phone = new Browser()
    const answers = [await phone.get(link), await phone.post(link), await phone.get(galleryPath)]
    const cookies = answers.flatMap((answer) => answer.headers.getSetCookie())
    const named = (name: string) => cookies.filter((cookie) => cookie.startsWith(`${name}=`))

    // Once more with the session, which lasts as long.
    expect(named('__Host-device')).toHaveLength(2)
    expect(new Set(named('__Host-device')).size).toBe(1)
    expect(named('__Host-session')).toHaveLength(1)
    expect(named('__Secure-pass')).toHaveLength(1)
    expect(cookies).toHaveLength(4)
    for (const cookie of cookies) expect(cookie).toMatch(/; HttpOnly; Secure; SameSite=Lax$/)
    for (const name of ['__Host-device', '__Host-session']) expect(named(name)[0]).toMatch(/; Path=\/; /)
    expect(named('__Secure-pass')[0]).toContain(`; Path=/photos/${gallery.id}; `)
    expect(cookies.join()).not.toMatch(/domain=/i)
  })

  it('of a session are not set for whoever only looks', async () => {
    const { link, galleryPath } = await make.scene()
    const stranger = new Browser()
    for (const path of [link, galleryPath, '/', paths.signIn(), paths.galleries()]) await stranger.get(path)
    expect([...stranger.cookies.keys()]).toEqual(['__Host-device'])
  })
})

describe('names that are no names', () => {
  const EVIL = '"><img src=x onerror=alert(1)>'
  const RAW = '<img src=x'

  it('stand on every page and in every mail as they were typed, and do nothing', async () => {
    const studio = await make.studio({ name: EVIL })
    const owner = await make.staff(studio)
    const gallery = await make.gallery(studio, { title: EVIL, place: EVIL })
    await make.photo(gallery)
    const contact = await make.contact(gallery, { name: EVIL })
    const link = await make.link(contact)
    const desk = await make.signedIn(owner)
    const phone = new Browser()
    const seen = [
      await phone.get(link),
      await new Browser().post(link),
      await phone.post(link).then(() => phone.get(paths.gallery(studio, gallery))),
      await new Browser().get(paths.gallery(studio, gallery)),
      await desk.get(paths.galleries()),
      await desk.get(paths.galleryPhotos(gallery.id)),
      await desk.get(paths.gallerySettings(gallery.id)),
      await desk.get(paths.contact(contact.id)),
      await desk.post(paths.contactInvitations(contact.id)).then(() => desk.get(paths.galleryContacts(gallery.id))),
      await desk.post(paths.contactLinks(contact.id)),
    ]
    for (const page of seen) {
      const html = await page.text()
      expect(html).toContain('&lt;img src=x')
      expect(html).not.toContain(RAW)
    }
    await jobs.run()
    const mail = outside.mails().at(-1)
    expect(mail?.html).not.toContain(RAW)
    expect(mail?.from).not.toMatch(/[<>"].*[<>"].*@.*[<>].*[<>]/)
  })

  it('cannot add lines to a mail’s head', async () => {
    const { owner, gallery, contact } = await make.scene()
    const desk = await make.signedIn(owner)
    await desk.post(paths.gallerySettings(gallery.id), {
      title: 'Wedding\r\nBcc: thief@example.com',
      slug: gallery.slug,
    })
    await desk.post(paths.contactInvitations(contact.id))
    await jobs.run()
    const { from, subject, reply_to } = outside.mails().at(-1) ?? { from: '', subject: '\n', reply_to: '' }
    expect(from + subject + reply_to).not.toMatch(/[\r\n]/)
  })
})

describe('what the site says of itself', () => {
  it('is in its own pages’ words when something is not there', async () => {
    for (const path of [
      '/none',
      '/none/none',
      '/none/none/none',
      '/l',
      '/covers/none',
      '/photos/a/b/480',
      '/studio/none',
    ]) {
      const answer = await new Browser().get(path)
      expect([path, answer.status]).toEqual([path, path === '/studio/none' ? 303 : 404])
      if (answer.status === 404) expect(await read(answer)).toContain('Nothing here')
    }
  })

  it('is nothing of the outbox outside a local start', async () => {
    for (const path of ['/outbox', '/outbox/none', '/outbox/none/html']) {
      expect((await new Browser().get(path)).status).toBe(404)
    }
  })
})

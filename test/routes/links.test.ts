import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { type Answer, whole } from '../helpers/answer'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'
import * as rows from '../helpers/rows'

const linkIn = (text: string) => new URL(/https:\S+\/l\/[\w-]{43}/.exec(text)?.[0] ?? 'none:').pathname

describe('a magic link', () => {
  it('shows the cover with one button, and the press leads to the photographs', async () => {
    const { link, galleryPath, gallery, photoPath } = await make.scene()
    const phone = new Browser()

    const cover = await phone.get(link)
    expect(cover.status).toBe(200)
    const words = await read(cover.clone())
    expect(words).toContain('View the gallery')
    expect(words).toContain('1 photograph')
    expect((await cover.text()).match(/<button/g)).toHaveLength(1)

    const press = await phone.post(link)
    expect(press.status).toBe(303)
    expect(press.headers.get('Location')).toBe(galleryPath)

    const page = await phone.get(galleryPath)
    expect(page.status).toBe(200)
    const inside = await read(page)
    expect(inside).toContain(gallery.title)
    expect(inside).toContain('You are here as Anna Keller')
    expect((await phone.get(photoPath)).status).toBe(200)
  })

  it('is in every invitation without anyone asking for it, and asks its reader nothing', async () => {
    const { owner, contact, galleryPath } = await make.scene()
    const desk = await make.signedIn(owner)

    await desk.post(paths.contactInvitations(contact.id))
    await jobs.run()

    const mail = outside.mails().at(-1)
    expect(mail?.to).toBe(contact.client.email)
    const link = linkIn(mail?.text ?? '')
    expect(mail?.html).toContain(link)
    const phone = new Browser()
    expect(await (await phone.get(link)).text()).not.toContain('<input')
    expect((await phone.post(link)).headers.get('Location')).toBe(galleryPath)
    expect((await phone.get(galleryPath)).status).toBe(200)
  })

  it('tells a second browser why it does not open, and gives it no photo', async () => {
    const { link, galleryPath, photoPath } = await make.scene()
    await new Browser().open(link)

    const other = new Browser()
    const answer = await other.follow(await other.open(link))
    expect(await read(answer)).toContain('This link was opened before, in another browser or on another device')
    expect((await other.get(galleryPath)).status).toBe(403)
    expect((await other.get(photoPath)).status).toBe(404)
  })
})

describe('the browser that is inside', () => {
  it('is sent straight in, with no button', async () => {
    const { link, galleryPath } = await make.scene()
    const phone = new Browser()
    await phone.open(link)

    const again = await phone.get(link)
    expect(again.status).toBe(303)
    expect(again.headers.get('Location')).toBe(galleryPath)
    expect(await again.text()).not.toContain('<button')
  })

  it('is sent straight in by a newer link too, and leaves the newer one unclaimed', async () => {
    const { link, galleryPath, contact } = await make.scene()
    const phone = new Browser()
    await phone.open(link)
    const newer = await make.link(contact)

    expect((await phone.get(newer)).headers.get('Location')).toBe(galleryPath)
    expect((await phone.post(newer)).headers.get('Location')).toBe(galleryPath)

    expect((await new Browser().open(newer)).headers.get('Location')).toBe(galleryPath)
  })
})

describe('a newer link', () => {
  it('ends neither the older one nor what it opened', async () => {
    const { link, galleryPath, contact } = await make.scene()
    const unused = await make.link(contact)
    const phone = new Browser()
    await phone.open(link)

    await new Browser().open(await make.link(contact))

    expect((await phone.get(galleryPath)).status).toBe(200)
    expect((await new Browser().open(unused)).status).toBe(303)
  })
})

describe('a link that has run out', () => {
  it('still knows whose it was for ninety days from its issue, and not longer', async () => {
    await make.link((await make.scene()).contact)
    const { keys } = await env.TOKENS.list()
    const newest = Math.max(...keys.map(({ expiration = 0 }) => expiration))
    const days = (newest - Date.now() / 1000) / 86_400
    expect(days).toBeGreaterThan(89.9)
    expect(days).toBeLessThanOrEqual(90.001)
  })
})

/** The four links that a stranger may come upon. */
async function links() {
  const { contact, link: fresh } = await make.scene()
  const elsewhere = await make.link(contact)
  await new Browser().open(elsewhere)
  const stale = await make.link(contact, clock.plus(new Date(), { hours: -25 }))
  const longAgo = await make.link(contact, clock.plus(new Date(), { days: -89 }))
  return { fresh, elsewhere, stale, longAgo }
}

describe('a link’s page', () => {
  it('is the same whether the link is fresh, was opened elsewhere, or has run out', async () => {
    const four = await links()
    const pages: Answer[] = []
    for (const link of Object.values(four)) {
      const response = await new Browser().get(link)
      pages.push(await whole(response, [link]))
    }
    expect(pages[0]?.status).toBe(200)
    expect(pages[0]?.body).toContain('View the gallery')
    expect(pages).toEqual([pages[0], pages[0], pages[0], pages[0]])
  })

  it('costs a link nothing, however often scanners, previews and prefetches come', async () => {
    const { link, galleryPath } = await make.scene()
    const before = await rows.all()

    for (let visitor = 0; visitor < 50; visitor++) {
      const method = visitor % 2 ? 'HEAD' : 'GET'
      const answer = await new Browser().send(method, link, { headers: HEADERS[visitor % HEADERS.length] ?? {} })
      expect(answer.status).toBe(200)
    }

    expect(await rows.all()).toEqual(before)
    expect(outside.mails()).toEqual([])
    expect(jobs.waitingJobs()).toEqual([])
    expect((await new Browser().open(link)).headers.get('Location')).toBe(galleryPath)
  })

  it('costs nothing in the browser of whoever it belongs to, either', async () => {
    const { link } = await make.scene()
    const phone = new Browser()
    await phone.open(link)
    const before = await rows.all()
    await phone.get(link)
    await phone.send('HEAD', link)
    expect(await rows.all()).toEqual(before)
  })

  it('is kept by nobody and names itself to nobody', async () => {
    const { fresh, elsewhere, stale } = await links()
    const unknown = paths.link('A'.repeat(43))
    for (const link of [fresh, elsewhere, stale, unknown]) {
      const browser = new Browser()
      for (const answer of [await browser.get(link), await browser.post(link), await browser.post(`${link}/guest`)]) {
        expect(answer.headers.get('Referrer-Policy')).toBe('no-referrer')
        expect(answer.headers.get('Cache-Control')).toBe('private, no-store')
      }
    }
  })
})

const HEADERS: Record<string, string>[] = [
  { 'User-Agent': 'Mozilla/5.0 (compatible; mail scanner)' },
  { 'User-Agent': 'WhatsApp/2.23', 'Sec-Fetch-Site': 'none' },
  { 'Sec-Purpose': 'prefetch;prerender', Purpose: 'prefetch' },
  { 'Sec-Fetch-Site': 'cross-site', Referer: 'https://mail.example.com/' },
]

describe('a link that is none', () => {
  /** What a browser is told by the page, the button and the guests' button. */
  async function told(link: string, browser: () => Browser) {
    const answers = [browser().get(link), browser().post(link), browser().post(`${link}/guest`)]
    return Promise.all(answers.map(async (answer) => whole(await answer, [link])))
  }
  const cookieless = () => new Browser()
  const known = (device: Browser) => () => device.copy()

  async function withdrawn() {
    const { link, contact, owner } = await make.scene({ guests: 'by-link' })
    const desk = await make.signedIn(owner)
    await desk.post(paths.contactRemoval(contact.id))
    return link
  }
  const neverIssued = paths.link('A'.repeat(43))

  it('is the same nothing, whether it was withdrawn or never issued', async () => {
    const link = await withdrawn()
    const device = new Browser()
    await device.get((await make.scene()).link)

    const answers = await told(link, known(device))
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404])
    expect(answers).toEqual(await told(neverIssued, known(device)))
  })

  it('is the same nothing for a browser that keeps no cookies', async () => {
    const link = await withdrawn()
    const [, press, guest] = await told(link, cookieless)
    const [, expectedPress, expectedGuest] = await told(neverIssued, cookieless)
    expect(press).toEqual(expectedPress)
    expect(guest).toEqual(expectedGuest)
  })

  it('sets the same cookies for a browser that comes for the first time', async () => {
    const [page] = await told(await withdrawn(), cookieless)
    expect(page).toEqual((await told(neverIssued, cookieless))[0])
  })

  it.each(['short', `${'A'.repeat(42)}!`, 'A'.repeat(44), '..%2F..%2Fstudio', '%00'])(
    'is nothing: %s',
    async (token) => {
      const answer = await new Browser().get(`/l/${token}`)
      expect(answer.status).toBe(404)
      expect(await read(answer)).toContain('This link no longer works')
    },
  )
})

/** The studio lets clients into its portal: invitation, login email, magic link; told in order. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isInOrder } from './screen'
import { type Server, startServer } from './server'
import * as steps from './steps'
import { DESKTOP, launch, type Visitor, visit } from './visitor'

const CLARA = { name: 'Clara Vogt', email: 'clara.vogt@example.com' }
const PORTAL = '/atelier-sonnenberg/portal'

let server: Server
let browser: Browser
let marie: Visitor
let clara: Visitor
let link: string

beforeAll(async () => {
  server = await startServer()
  browser = await launch()
  marie = await visit(browser, server.origin)
  clara = await visit(browser, server.origin)
  await steps.setUp(marie.page)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const newcomer = (hasScript = true) => visit(browser, server.origin, { ...DESKTOP, javaScriptEnabled: hasScript })

const choose = async (name: string, of = CLARA.name) => {
  await marie.page.locator(`summary[aria-label="Actions for ${of}"]`).click()
  await marie.page.getByRole('button', { name, exact: true }).click()
}

it('the clients, before there are any, and an address that is none', async () => {
  await marie.page.getByRole('navigation', { name: 'Studio' }).getByRole('link', { name: 'Clients' }).click()
  await marie.page.getByText('Everybody you invite').waitFor()
  expect(await marie.page.getByLabel('Your portal').inputValue()).toBe(server.origin + PORTAL)
  await marie.page.getByRole('button', { name: 'Copy' }).waitFor()
  await isInOrder(marie, 'clients-empty')

  await marie.page.getByRole('link', { name: 'Invite to the portal' }).click()
  await isInOrder(marie, 'client-form')
  await marie.page.locator('main form').evaluate((form) => form.setAttribute('novalidate', ''))
  await marie.page.getByLabel('Email').fill('clara@')
  await marie.page.getByRole('button', { name: 'Send the invitation' }).click()
  await marie.page.locator('.error').waitFor()
  await isInOrder(marie, 'client-form-returned')
})

it('an invitation by a typed address, and its mail', async () => {
  await marie.page.getByLabel('Email').fill(CLARA.email)
  await marie.page.getByRole('button', { name: 'Send the invitation' }).click()
  await marie.page.getByText(`is on its way to ${CLARA.email}.`).waitFor()
  await marie.page.locator('.line-title', { hasText: CLARA.name }).waitFor()
  const mail = await steps.readMail(marie.page, /all your galleries in one place$/)
  await mail
    .locator('.mail-text')
    .getByText(server.origin + PORTAL)
    .waitFor()
  link = (await mail.locator('.mail-text a').first().getAttribute('href')) ?? ''
  await mail.getByRole('link', { name: 'As the HTML that would be sent' }).click()
  await mail.getByRole('link', { name: 'Open your galleries' }).waitFor()
  if (process.env.SCREENSHOTS) await mail.screenshot({ path: `${process.env.SCREENSHOTS}/portal-mail.png` })
  await mail.close()
})

it('the link: one button, pressed twice by a nervous finger, and the portal', async () => {
  await clara.page.goto(link)
  await clara.page.getByRole('button', { name: 'Open your galleries' }).waitFor()
  await isInOrder(clara, 'portal-link')
  const { promise: pressedTwice, resolve: letGo } = Promise.withResolvers<void>()
  const sent: string[] = []
  await clara.page.route(link, async (route) => {
    sent.push(route.request().method())
    await pressedTwice
    await route.continue()
  })
  const { x = 0, y = 0 } = (await clara.page.getByRole('button').boundingBox()) ?? {}
  const isUnderWay = clara.page.waitForRequest(link)
  await clara.page.mouse.click(x + 9, y + 9)
  await isUnderWay
  await clara.page.mouse.click(x + 9, y + 9)
  letGo()
  await clara.page.waitForURL(`**${PORTAL}`)
  expect(sent).toEqual(['POST'])
  await clara.page
    .getByText(CLARA.name.split(' ')[0] ?? '')
    .first()
    .waitFor()
})

it('the link in another browser, which has a new one sent, without script', async () => {
  const phone = await newcomer()
  await phone.page.goto(link)
  await phone.page.getByRole('heading', { name: 'This link was used' }).waitFor()
  expect(phone.answer().status()).toBe(410)
  await isInOrder(phone, 'portal-link-used')

  const plain = await newcomer(false)
  await plain.page.goto(link)
  await plain.page.getByRole('button', { name: 'Send me a new link' }).click()
  await plain.page.getByText('A new link is on its way to c•••@e•••.com.').waitFor()
  await plain.page.goto(link)
  await plain.page.getByRole('button', { name: 'Send me a new link' }).click()
  await plain.page.getByText('A link was sent already.').waitFor()
  expect(plain.answer().status()).toBe(429)

  const mail = await steps.readMail(marie.page, /your way in$/)
  const fresh = (await mail.locator('.mail-text a').first().getAttribute('href')) ?? ''
  await mail.close()
  await plain.page.goto(fresh)
  await plain.page.getByRole('button', { name: 'Open your galleries' }).click()
  await plain.page.waitForURL(`**${PORTAL}`)

  await phone.page.getByRole('button', { name: 'Send me a new link' }).click()
  await phone.page.getByText('A link was sent already.').waitFor()
  await isInOrder(phone, 'portal-link-wait')
  await phone.page.getByRole('link', { name: 'Sign in another way' }).click()
  await phone.page.getByLabel('Email').waitFor()
})

it('the answer to "Send me a new link"', async () => {
  await server.change('delete from code_tries')
  const phone = await newcomer()
  await phone.page.goto(link)
  await phone.page.getByRole('button', { name: 'Send me a new link' }).click()
  await phone.page.getByRole('heading', { name: 'Check your email' }).waitFor()
  await isInOrder(phone, 'portal-link-sent')
})

it('a login email and a magic link, from the menu', async () => {
  await marie.page.goto('/studio/clients')
  await marie.page.getByText('Last signed in').waitFor()
  await choose('Send login email')
  await marie.page.getByText(`An email with a new link is on its way to ${CLARA.name}.`).waitFor()
  await choose('Generate magic link')
  await marie.page.getByRole('heading', { name: `A magic link for ${CLARA.name}` }).waitFor()
  await isInOrder(marie, 'portal-link-made')
  const made = await marie.page.getByLabel('Link', { exact: true }).inputValue()
  const tablet = await newcomer()
  await tablet.page.goto(made)
  await tablet.page.getByRole('button', { name: 'Open your galleries' }).click()
  await tablet.page.waitForURL(`**${PORTAL}`)
})

it('the list as it fills: states, a failed invitation with its cure, the menu, a search', async () => {
  const now = Date.now()
  const studio = '(select id from studios limit 1)'
  const people = ['Amélie Roth', 'Ben Hartmann', 'Daniela von und zu Altenburg-Hohenstein', 'Erika Keller', 'Felix Ott']
  for (const [index, name] of people.entries()) {
    await server.change(`insert into clients (id, studio_id, name, email, phone, version, invited_at, created_at) values
      ('person${index}', ${studio}, '${name}', '${name.split(' ')[0]?.toLowerCase()}.${index}@example.com',
       ${index % 2 ? `'+43660123454${index}'` : 'null'}, 1, ${index === 1 ? 'null' : now - index * 4e9}, ${now})`)
  }
  await server.change(`insert into client_links (id, kind, client_id, issued_at, opens_until)
    values ('failedlink', 'portal', 'person3', ${now}, ${now})`)
  await server.change(`insert into messages (id, studio_id, kind, recipient, state, attempts, problem, due_at, created_at)
    values ('failedlink', ${studio}, 'portal-invitation', 'erika.3@example.com', 'failed', 1,
      'The mail service refused this address or sender.', ${now}, ${now})`)
  await marie.page.goto('/studio/clients')
  await marie.page.getByRole('button', { name: 'Send a new one' }).waitFor()
  await isInOrder(marie, 'clients')
  await marie.page.locator(`summary[aria-label="Actions for ${CLARA.name}"]`).click()
  await isInOrder(marie, 'clients-menu')

  await marie.page.getByRole('searchbox', { name: 'Name or email' }).fill('amé')
  await marie.page.getByRole('button', { name: 'Search' }).click()
  await marie.page.getByText('1 client with “amé”').waitFor()
  await isInOrder(marie, 'clients-found')
  await choose('Invite to the portal', 'Amélie Roth')
  await marie.page.getByText('is on its way to Amélie Roth.').waitFor()
  expect(new URL(marie.page.url()).searchParams.get('q')).toBe('amé')
})

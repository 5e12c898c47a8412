/** What people do, step by step, through the pages alone. Every step works with and without script. */
import type { Page } from 'playwright-core'

export const OWNER = { name: 'Marie Sonnenberg', email: 'marie@example.com' }
export const STUDIO = 'Atelier Sonnenberg'
export const GALLERY = 'Anna & Ben'
export const ANNA = { name: 'Anna Keller', email: 'anna.keller@example.com' }

const PATIENCE_MS = 120_000
/** Between two looks at a page that changes with what a service does: the machine has other work. */
const PAUSE_MS = 500

export async function setUp(page: Page): Promise<void> {
  await page.goto('/studio/setup')
  await page.getByLabel('Studio', { exact: true }).fill(STUDIO)
  await page.getByLabel('Your name').fill(OWNER.name)
  await page.getByLabel('Your email').fill(OWNER.email)
  await page.getByLabel('Time zone').fill('Europe/Vienna')
  await page.getByRole('button', { name: 'Set up' }).click()
  await page.getByRole('heading', { name: 'Galleries' }).waitFor()
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}

/** With the code from the mail, read in another tab. With script the sixth digit sends it; without, the button does. */
export async function signIn(page: Page, hasScript = true): Promise<void> {
  await page.goto('/studio/sign-in')
  await page.getByLabel('Email').fill(OWNER.email)
  await page.getByRole('button', { name: 'Send the code' }).click()
  const mail = await readMail(page, / is your login code$/)
  const code = /\d{6}/.exec(await mail.title())?.[0] ?? ''
  await mail.close()
  await page.getByLabel('Login code').fill(code)
  if (!hasScript) await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Galleries' }).waitFor()
}

/** Makes a gallery and leaves the page on its photographs. */
export async function makeGallery(page: Page, title = GALLERY): Promise<void> {
  await page.goto('/studio/galleries/new')
  await page.getByLabel('Title').fill(title)
  await page.getByLabel('Date').fill('2026-09-12')
  await page.getByLabel('Place').fill('Schloss Sonnenberg')
  await page.getByRole('button', { name: 'Make the gallery' }).click()
  await page.getByRole('heading', { name: title }).waitFor()
}

/** One of the open gallery's own pages: the studio has settings too. */
export async function openTab(page: Page, name: 'Photographs' | 'Contacts' | 'Settings'): Promise<void> {
  await page.getByRole('navigation', { name: 'Gallery' }).getByRole('link', { name }).click()
}

/** By the file chooser. Without script the form is then sent by its button. */
export async function upload(page: Page, files: string[], hasScript = true): Promise<void> {
  await page.getByLabel('Drop photographs here, or choose them').setInputFiles(files)
  if (!hasScript) await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Upload' }).click()])
}

/** Until the page says by itself, without anybody reloading it, that nothing is being prepared any more. */
export async function untilReady(page: Page, count: number): Promise<void> {
  const ready = page.locator('#photos[data-preparing="0"]').getByText(`${count} photographs`, { exact: true })
  await ready.waitFor({ timeout: PATIENCE_MS })
}

/** Until the page's scripts run: before that it works as it does without them, and a test of them would race them. */
export const hasScripts = (page: Page): Promise<void> => page.waitForLoadState('load')

export async function publish(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByText('Published. Links open it from now on.').waitFor()
}

type Person = { name: string; email: string; phone?: string }

export async function addContact(
  page: Page,
  contact: Person = ANNA,
  button = 'Add and send email',
  role = 'main client',
): Promise<void> {
  await page.getByRole('link', { name: 'Contacts' }).click()
  await page.getByRole('link', { name: 'Add a contact' }).click()
  await page.getByLabel('Name').fill(contact.name)
  await page.getByLabel('Email').fill(contact.email)
  await page.getByLabel(role).check()
  if (contact.phone) await page.getByLabel('Phone').fill(contact.phone)
  await page.getByRole('button', { name: button, exact: true }).click()
  await page.locator('.line-title', { hasText: contact.name }).waitFor()
}

/** A fresh link for the contact, from the photographer's menu. The page shows it once. */
export async function copyLink(page: Page, contact = ANNA): Promise<string> {
  await page.locator(`summary[aria-label="More for ${contact.name}"]`).click()
  await page.getByRole('button', { name: 'Copy access link' }).click()
  return page.getByLabel('Link', { exact: true }).inputValue()
}

/** Reloads a page from time to time, until it shows what has happened meanwhile. */
export async function reloadUntil(page: Page, hasHappened: () => Promise<boolean>): Promise<void> {
  for (await page.reload(); !(await hasHappened()); await page.reload()) await page.waitForTimeout(PAUSE_MS)
}

/** The newest mail with this subject, opened in another tab; waited for until it is there. */
export async function readMail(page: Page, subject: RegExp): Promise<Page> {
  const tab = await page.context().newPage()
  await tab.goto('/outbox')
  const mail = tab.getByRole('link', { name: subject }).first()
  for (const until = Date.now() + PATIENCE_MS; (await mail.count()) === 0 && Date.now() < until; ) await tab.reload()
  await mail.click()
  await tab.getByRole('link', { name: 'All messages' }).waitFor()
  return tab
}

/** The magic link in an open mail. */
export async function linkIn(mail: Page): Promise<string> {
  const href = await mail.locator('.mail-text a').getAttribute('href')
  return href ?? ''
}

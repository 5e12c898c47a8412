import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import app from '../../src/app'
import type { Mail, Sms } from '../../src/outside/message'
import { keep } from '../../src/outside/outbox'
import { paths } from '../../src/paths'
import { Browser, ORIGIN, read } from '../helpers/browser'

const mail = (over: Partial<Mail>): Mail => ({
  ...{ id: 'mail1', from: '"Atelier" <galleries@foyer.test>', to: 'anna@example.com', replyTo: 'marie@example.com' },
  ...{ subject: 'Anna & Ben', html: '<p>Here they are</p>', text: 'Here they are', ...over },
})

const sms = (over: Partial<Sms>): Sms => ({
  ...{ id: 'sms1', to: '+436601234567', text: '123456 is your login code\n\n@foyer.test #123456' },
  ...{ statusUrl: 'https://foyer.test/hooks/sms/sms1', validSeconds: 900, ...over },
})

/** A page of a local start. */
const local = (path: string) =>
  Promise.resolve(app.fetch(new Request(ORIGIN + path), { ...env, LOCAL: 'true' }, createExecutionContext()))

beforeEach(async () => {
  const { objects } = await env.PHOTOS.list({ prefix: 'outbox/' })
  await env.PHOTOS.delete(objects.map((object) => object.key))
})

describe('the outbox of a local start', () => {
  it('shows what would have been sent, the newest first', async () => {
    await keep(env.PHOTOS, mail({ id: 'first', subject: 'The first' }))
    await keep(env.PHOTOS, mail({ id: 'second', subject: 'The second' }))

    const page = await read(await local(paths.outbox()))

    expect(page).toContain('anna@example.com')
    expect(page).toContain('The second')
    expect(page.indexOf('The second')).toBeLessThan(page.indexOf('The first'))
  })

  it('shows a mail', async () => {
    await keep(env.PHOTOS, mail({ id: 'one', html: '<p>Dear Anna</p>' }))

    expect(await read(await local(paths.outboxMessage('one')))).toContain('Anna & Ben')
    expect(await read(await local(`${paths.outboxMessage('one')}/html`))).toContain('Dear Anna')
  })

  it('shows an SMS among the mails, word for word, with nothing to see as HTML', async () => {
    await keep(env.PHOTOS, mail({ id: 'first', subject: 'The first' }))
    await keep(env.PHOTOS, sms({ id: 'second' }))

    const list = await read(await local(paths.outbox()))
    expect(list).toContain('The first')
    expect(list).toContain('SMS to +436601234567')
    const page = await (await local(paths.outboxMessage('second'))).text()
    expect(page).toContain('123456 is your login code\n\n@foyer.test #123456')
    expect(page).not.toContain('As the HTML')
    expect((await local(`${paths.outboxMessage('second')}/html`)).status).toBe(404)
  })

  it('has nothing under a name that was never sent', async () => {
    expect((await local(paths.outboxMessage('unknown'))).status).toBe(404)
    expect((await local(`${paths.outboxMessage('unknown')}/html`)).status).toBe(404)
  })

  it('says that it is empty', async () => {
    expect((await local(paths.outbox())).status).toBe(200)
  })
})

describe('the outbox anywhere else', () => {
  it.each([paths.outbox(), paths.outboxMessage('mail1'), `${paths.outboxMessage('mail1')}/html`])(
    'is not there: %s',
    async (path) => {
      await keep(env.PHOTOS, mail({}))
      expect((await new Browser().get(path)).status).toBe(404)
    },
  )
})

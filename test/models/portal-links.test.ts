import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../src/db/schema'
import { meaningOf } from '../../src/door/link'
import { randomToken, sha256 } from '../../src/lib/token'
import * as portalLinks from '../../src/models/portal-links'
import { secretsOf, settings } from '../../src/settings'
import * as make from '../helpers/make'
import * as portal from '../helpers/portal'
import * as rows from '../helpers/rows'

/** A link as it was when somebody looked at it, a moment ago. */
async function looked() {
  const { contact } = await make.scene()
  const now = new Date()
  const meaning = await meaningOf(env.TOKENS, (await portal.link(contact.client)).slice('/l/'.length))
  const found = meaning && (await portalLinks.look(make.db(), meaning, undefined, now))
  if (!found) throw new Error('no link')
  const client = { id: contact.client.id }
  const becomes = (set: Partial<schema.Client>) =>
    make.db().update(schema.clients).set(set).where(eq(schema.clients.id, client.id))
  const claim = async () =>
    portalLinks.claim(
      make.db(),
      found,
      { deviceHash: await sha256(randomToken()), session: undefined, looks: { browser: 'A browser', place: null } },
      new Date(now.getTime() + 1),
    )
  const renew = () => portalLinks.renew(make.db(), env.TOKENS, secretsOf(settings(env)), found, now)
  return { client, now, becomes, claim, renew }
}

const later = (now: Date) => new Date(now.getTime() + 60_000)

describe('between the look at a link into the portal and the press of its button', () => {
  it('nothing happens: it opens', async () => {
    const { claim } = await looked()
    expect((await claim()).outcome).toBe('entered')
  })

  it.each([
    ['its client gets another address', { email: 'anna@elsewhere.example' }],
    ['its client is erased', { email: 'erased' }],
  ])('%s: it opens nothing, and no other is sent', async (what, set) => {
    const { now, becomes, claim, renew } = await looked()
    await becomes(what.includes('erased') ? { ...set, erasedAt: now } : { ...set, emailSince: later(now) })
    expect(await claim()).toEqual({ outcome: 'refused' })
    expect((await renew()).outcome).toBe('wait')
    expect(await rows.of('sign_ins')).toEqual([])
    expect(await rows.of('sessions')).toEqual([])
    expect(await rows.of('messages')).toEqual([])
  })

  it('a newer one is made: it opens nothing', async () => {
    const { client, claim } = await looked()
    await portal.link(client)
    expect(await claim()).toEqual({ outcome: 'refused' })
    expect(await rows.of('sign_ins')).toEqual([])
  })

  it('it turns out to be of another kind: it opens nothing', async () => {
    const { claim } = await looked()
    await make.db().update(schema.clientLinks).set({ kind: 'password-reset' })
    expect(await claim()).toEqual({ outcome: 'refused' })
  })
})

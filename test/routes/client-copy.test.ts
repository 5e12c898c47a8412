import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { Browser } from '../helpers/browser'
import { carriedBy } from '../helpers/carried'
import * as clientCode from '../helpers/client-code'
import * as copies from '../helpers/copy'
import * as make from '../helpers/make'
import * as resets from '../helpers/resets'
import * as rows from '../helpers/rows'
import { codesByHmac } from '../helpers/search'

const PHONE = '+436601234542'
const PASSWORD = 'meadow lantern copper violin'

/** Two clients wait for a code that was sent, one by email and one by SMS; and the copy that was taken then. */
async function waiting() {
  const scene = await make.scene()
  await make.pin(scene.gallery)
  const ben = await make.contact(scene.gallery, { phone: PHONE })
  const [laptop, phone] = [new Browser(), new Browser()]
  await clientCode.ask(laptop, scene, scene.contact.client.email)
  await clientCode.ask(phone, scene, ben.client.email, 'sms')
  const codes = [clientCode.mailedTo(scene.contact.client.email), clientCode.textedTo(PHONE)]
  const flows = await Promise.all([laptop, phone].map(async (browser) => (await carriedBy(browser)).clientCode))
  return { codes, flows, ledger: await rows.of('codes'), copy: await copies.take() }
}

describe('a copy of all stores, with the server’s keys, while codes are on their way', () => {
  it('holds nothing by which any of a million codes could be known', async () => {
    const { codes, ledger, copy } = await waiting()
    expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true)
    expect(ledger.map(({ channel }) => channel)).toEqual(['email', 'sms'])
    const stored = copies.digestsIn(copy)
    for (const { mac } of ledger) expect(stored).toContain(mac)

    const keys = await copies.serverKeys()
    expect(keys.length).toBeGreaterThan(12)
    for (const [index, { id }] of ledger.entries()) {
      const made = keys.map((key) => createHmac('sha256', key).update(`${id}\n${codes[index]}`).digest('hex'))
      expect(stored.filter((digest) => made.includes(digest))).toEqual([])
      const [key = new Uint8Array()] = keys
      // And no other code, of a million.
      expect(codesByHmac(key, `${id}\n`, stored)).toEqual([])
    }
  })

  it('gives them away to whoever has the secrets of the browsers that asked, which it does not hold', async () => {
    const { codes, flows, copy } = await waiting()
    const stored = copies.digestsIn(copy)
    for (const [index, flow] of flows.entries()) {
      const key = new TextEncoder().encode(flow?.secret)
      expect(codesByHmac(key, `${flow?.codeId}\n`, stored)).toEqual([codes[index]])
      expect(await copies.tells(copy, flow?.secret ?? '')).toBe(false)
    }
  })

  it('does not tell the codes by any other digest of them, nor in what is sealed', async () => {
    const { codes, copy } = await waiting()
    for (const code of codes) expect(await copies.tells(copy, code)).toBe(false)
    const opened = await copies.unsealed(copy)
    expect(opened).toContain('482913')
    for (const code of codes) expect(opened.filter((text) => text.includes(code))).toEqual([])
  })

  it('would tell them if one were kept by a digest that can be made from the copy', async () => {
    const { codes, ledger, copy } = await waiting()
    const [code = '', [key = new Uint8Array()]] = [codes[0], await copies.serverKeys()]
    const id = String(ledger[0]?.id)
    for (const kept of [
      code,
      createHash('sha256').update(code).digest('hex'),
      createHash('md5').update(`${id}:${code}`).digest('base64url'),
      createHmac('sha256', key).update(`${id}\n${code}`).digest('base64'),
      createHmac('sha256', id).update(code).digest('hex'),
    ]) {
      expect(await copies.tells(copy + JSON.stringify({ kept }), code)).toBe(true)
    }
  })
})

describe('a copy of all stores after a password was set and others were tried', () => {
  it('holds a scrypt string of it and nothing else, and nothing of those that were wrong', async () => {
    const scene = await make.scene()
    const { email } = scene.contact.client
    await resets.ask(scene.studio, email)
    const browser = new Browser()
    await browser.get(resets.newest())
    expect((await browser.post(resets.newest(), { password: PASSWORD })).status).toBe(200)
    const path = paths.password(scene.studio, scene.gallery)
    const thief = new Browser()
    const wrong = 'meadow lantern copper piano'
    expect((await thief.post(path, { email, password: wrong })).status).toBe(422)
    expect((await browser.post(path, { email, password: PASSWORD })).status).toBe(303)

    const copy = await copies.take()
    const [client] = await rows.of('clients')
    expect(client?.password_hash).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(copy.match(/\$scrypt/g)).toHaveLength(1)
    for (const password of [PASSWORD, wrong]) {
      expect(await copies.tells(copy, password)).toBe(false)
      for (const one of [browser, thief]) expect(JSON.stringify(await carriedBy(one))).not.toContain(password)
    }
  })
})

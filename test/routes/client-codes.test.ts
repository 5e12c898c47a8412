import { describe, expect, it } from 'vitest'
import { Browser, read } from '../helpers/browser'
import * as jobs from '../helpers/jobs'
import * as make from '../helpers/make'
import * as outside from '../helpers/outside'

const codeIn = (subject = '') => /\d{6}/.exec(subject)?.[0] ?? ''

describe('a link that does not open', () => {
  it('has sent a code by itself, says why, and the right code lets the client in', async () => {
    const { link, galleryPath, photoPath, contact } = await make.scene()
    await new Browser().open(link)

    const laptop = new Browser()
    const answer = await laptop.open(link)
    expect(answer.status).toBe(303)
    const page = await laptop.get(answer.headers.get('Location') ?? '')
    const text = await read(page)
    expect(text).toContain('This link was opened before, in another browser or on another device')
    expect(text).toContain('a•••@e•••.com')

    await jobs.run()
    expect(outside.mails()).toHaveLength(1)
    expect(outside.mails()[0]?.to).toBe(contact.client.email)

    const entry = await laptop.post(`${galleryPath}/code`, { code: codeIn(outside.mails()[0]?.subject) })
    expect(entry.status).toBe(303)
    expect(entry.headers.get('Location')).toBe(galleryPath)
    expect((await laptop.get(galleryPath)).status).toBe(200)
    expect((await laptop.get(photoPath)).status).toBe(200)
  })
})

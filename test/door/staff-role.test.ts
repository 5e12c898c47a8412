import { describe, expect, it } from 'vitest'
import * as schema from '../../src/db/schema'
import { paths } from '../../src/paths'
import * as make from '../helpers/make'

describe('somebody of the studio’s support', () => {
  it('sees everything and resends, and changes nothing', async () => {
    const { studio, gallery, contact, photo } = await make.scene()
    const browser = await make.signedIn(await make.staff(studio, { role: 'support' }))

    expect((await browser.get(paths.galleryPhotos(gallery.id))).status).toBe(200)
    expect((await browser.get(paths.galleryContacts(gallery.id))).status).toBe(200)
    expect((await browser.post(paths.contactInvitations(contact.id))).status).toBe(303)
    expect((await browser.post(paths.contactLinks(contact.id))).status).toBe(200)

    const changes = [
      ...[paths.newGallery(), paths.gallerySettings(gallery.id), paths.publicationRemoval(gallery.id)],
      ...[paths.contactRemoval(contact.id), paths.contact(contact.id), paths.newContact(gallery.id)],
      ...[paths.photoRemoval(photo.id), paths.photoCover(photo.id)],
    ]
    for (const change of changes) expect([change, (await browser.post(change)).status]).toEqual([change, 403])
    expect(await make.db().select().from(schema.photos)).toHaveLength(1)
    expect(await make.db().select({ removedAt: schema.contacts.removedAt }).from(schema.contacts)).toEqual([
      { removedAt: null },
    ])
  })
})

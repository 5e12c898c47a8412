import { describe, expect, it } from 'vitest'
import { paths } from '../../src/paths'
import { Browser, read } from '../helpers/browser'
import * as clock from '../helpers/clock'
import * as make from '../helpers/make'

const removalIn = async (answer: Response) =>
  [...(await answer.text()).matchAll(/action="(\/studio\/devices\/(?!others)[^"]+)"/g)].map(([, action = '']) => action)

describe.each(['owner', 'support'] as const)('the devices of a person of the studio, %s', (role) => {
  async function twice() {
    const studio = await make.studio()
    const person = await make.staff(studio, { role })
    const one = await make.signedIn(person)
    clock.pass({ minutes: 2 })
    return { studio, person, one, two: await make.signedIn(person) }
  }

  it('are listed, and signed out one by one', async () => {
    const { one, two } = await twice()
    const page = await one.get(paths.staffDevices())
    expect(await read(page.clone())).toContain('This device')
    const [removal = ''] = await removalIn(page)
    expect((await one.post(removal)).headers.get('location')).toBe(paths.staffDevices())
    expect((await two.get(paths.galleries())).headers.get('location')).toBe(paths.signIn())
    expect((await one.get(paths.galleries())).status).toBe(200)
  })

  it('are signed out all but this one', async () => {
    const { person, one, two } = await twice()
    clock.pass({ minutes: 2 })
    const three = await make.signedIn(person)
    await one.post(paths.otherStaffDevicesRemoval())
    expect(await read(await one.get(paths.staffDevices()))).toContain('You are signed in nowhere else.')
    for (const other of [two, three]) expect((await other.get(paths.galleries())).status).toBe(303)
  })

  it('are signed out by nobody else', async () => {
    const { studio, one, two } = await twice()
    const colleague = await make.signedIn(await make.staff(studio))
    const [removal = ''] = await removalIn(await one.get(paths.staffDevices()))
    await colleague.post(removal)
    await colleague.post(paths.otherStaffDevicesRemoval())
    expect((await new Browser().post(removal)).status).toBe(403)
    expect((await two.get(paths.galleries())).status).toBe(200)
  })
})

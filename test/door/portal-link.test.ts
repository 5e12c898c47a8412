import { describe, expect, it } from 'vitest'
import { portalLinkStateOf } from '../../src/door/portal-link'

const at = (minute: number) => new Date(Date.UTC(2026, 8, 12, 18, minute))
const issued = { issuedAt: at(0), opensUntil: at(30), usedAt: null }
const anna = { emailSince: null }

describe('a link into the portal', () => {
  it('opens for 30 minutes, and not at their end', () => {
    expect(portalLinkStateOf(issued, anna, at(0))).toBe('open')
    expect(portalLinkStateOf(issued, anna, new Date(at(30).getTime() - 1))).toBe('open')
    expect(portalLinkStateOf(issued, anna, at(30))).toBe('over')
  })

  it('is used once it was, whatever the time', () => {
    expect(portalLinkStateOf({ ...issued, usedAt: at(1) }, anna, at(2))).toBe('used')
    expect(portalLinkStateOf({ ...issued, usedAt: at(1) }, anna, at(40))).toBe('used')
  })

  it('is replaced once a newer one made it open no moment', () => {
    expect(portalLinkStateOf({ ...issued, opensUntil: at(0) }, anna, at(0))).toBe('replaced')
  })

  it('is over when something else ended it', () => {
    expect(portalLinkStateOf({ ...issued, opensUntil: at(5) }, anna, at(5))).toBe('over')
  })

  it('opens no more once its client has another address, and one that is younger does', () => {
    expect(portalLinkStateOf(issued, { emailSince: at(1) }, at(2))).toBe('moved')
    expect(portalLinkStateOf({ ...issued, usedAt: at(1) }, { emailSince: at(1) }, at(2))).toBe('moved')
    expect(portalLinkStateOf(issued, { emailSince: at(0) }, at(2))).toBe('open')
  })
})

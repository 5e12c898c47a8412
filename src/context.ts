import type { Context } from 'hono'
import type { Session as CookieSession } from 'hono-sessions'
import type { Database } from './db/client'
import type { Client, Contact, Gallery, Photo, Staff, Studio } from './db/schema'
import type { Secrets } from './lib/keys'
import type { Settings } from './settings'

/**
 * What the session cookie carries, encrypted: a name and a proof for the row in D1, the pending flows, one flash message.
 */
export type CookieData = {
  id: string
  secret: string
  staffCode: CodeFlow
  clientCode: ClientCodeFlow
  flash: string
}

/** A code that was asked for in this browser and is not yet typed. */
export type CodeFlow = {
  codeId: string
  secret: string
  /** As typed, or on file. */
  email: string
  /** When this browser asked for one at this address, milliseconds, newest first. */
  sends: number[]
  /** When another one may be asked for, milliseconds. */
  nextAt: number
}

/** The same at a gallery's door, with the reason, and the link that it began with. */
export type ClientCodeFlow = CodeFlow & {
  galleryId: string
  because: 'stale' | 'other-device' | 'asked'
  token?: string
  /** Whether the link also admits a guest (R6). */
  admitsGuest?: boolean
}

/** The browser as it presents itself; nothing here is believed before the row in D1 says so. */
export type Browser = {
  deviceHash?: string
  session?: { id: string; secretHash: string }
}

/** Set by middleware/staff.ts, on the routes of the studio alone: read elsewhere they are not there. */
export type StaffVariables = {
  staff: Staff
  studio: Studio
  staffSessionId: string
  gallery: Gallery
  contact: Contact
  client: Client
  photo: Photo
}

export type App = {
  Bindings: Env
  Variables: StaffVariables & {
    now: Date
    db: Database
    settings: Settings
    secrets: Secrets
    browser: Browser
    /** Absent for whoever only looks. */
    session?: CookieSession<CookieData>
    secureHeadersNonce?: string
  }
}

export type Ctx = Context<App>

/** GET and HEAD never change anything (R5). */
export const isLooking = (c: { req: { method: string } }) => c.req.method === 'GET' || c.req.method === 'HEAD'

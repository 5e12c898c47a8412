import type { Context } from 'hono'
import type { Session as CookieSession } from 'hono-sessions'
import type { Database } from './db/client'
import type { Client, Contact, Gallery, Photo, Staff, Studio } from './db/schema'
import type { Channel, Send } from './door/code'
import type { LinkMeaning } from './door/link'
import type { Secrets } from './lib/keys'
import type { Flow as ApprovalRequest } from './models/approvals'
import type { Credential } from './models/credentials'
import type { Visiting } from './models/guests'
import type { Browser } from './models/sessions'
import type { SignedIn } from './models/sign-ins'
import type { Settings } from './settings'

/**
 * What the session cookie carries, encrypted: a name and a proof for the row in D1, the pending flows, one flash message.
 */
export type CookieData = {
  id: string
  secret: string
  staffCode: CodeFlow
  staffStepUp: CodeFlow
  clientCode: ClientCodeFlow
  upgrade: UpgradeFlow
  portalCode: PortalCodeFlow
  /** The address that was typed at a portal, and the part of the account that the sign-in leads to. */
  portalEmail: { studioId: string; email: string; wanted?: AccountPart | undefined }
  stepUp: StepUpFlow
  /** The part of an account that a step-up leads back to. */
  stepUpFor: AccountPart
  stuckLink: StuckLink
  approval: ApprovalFlow
  requests: GalleryRequest[]
  flash: string
}

/** A code that was asked for in this browser and is not yet typed. */
export type CodeFlow = {
  codeId: string
  secret: string
  /** As typed, or on file. */
  email: string
  channel: Channel
  /** What this browser asked for at this address, newest first. */
  sends: Send[]
  /** When another one may be asked for in the same way, milliseconds. */
  nextAt: number
}

/** An unproved password or passkey that was right in this browser, and when, milliseconds: the code proves it (R43). */
export type Proving = { proves?: (Credential & { rightAt: number }) | undefined }

/** The same at a gallery's door: asked for by a typed address, or by the client's own link. */
export type ClientCodeFlow = CodeFlow & Proving & { galleryId: string; isByLink: boolean }

/** The same inside a gallery, by a guest: with the name that they typed (R27). */
export type UpgradeFlow = CodeFlow & { galleryId: string; name: string }

/** The same at a studio's portal (R41). */
export type PortalCodeFlow = CodeFlow & Proving & { studioId: string }

/** The same for a step-up: of one sign-in and no other (R43). */
export type StepUpFlow = CodeFlow & { signInId: string }

/** The parts of an account that a sign-in or a step-up may lead back to: by name, for an address would be whatever was asked for. */
export const ACCOUNT_PARTS = ['details', 'password', 'email', 'passkeys', 'privacy', 'erasure'] as const
export type AccountPart = (typeof ACCOUNT_PARTS)[number]

/** A client's own link that did not open in this browser: whose it is, why, and which ways in there are instead (R9–R11). */
export type StuckLink = {
  token: string
  galleryId: string
  because: 'stale' | 'other-device'
  maskedEmail: string
  /** Of a phone on file, where there is a service to reach it. */
  maskedPhone: string | null
  hasPassword: boolean
  /** Whether the link also admits a guest (R6). */
  admitsGuest: boolean
}

/** Its request to be let in by another browser, in which the same person is in. */
export type ApprovalFlow = ApprovalRequest & { galleryId: string }

/** What this browser asked for at the door of a gallery that is not open. */
export type GalleryRequest = { galleryId: string; kind: 'registration' | 'time-request'; at: number }

/** Set by middleware/staff.ts, on the routes of the studio alone: read elsewhere they are not there. */
type StaffVariables = {
  staff: Staff
  studio: Studio
  staffSessionId: string
  staffProvedAt: Date | null
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
    /** What it presents of itself; one that is new has no device yet. */
    browser: Partial<Browser>
    /** Set by middleware/place.ts, at the ways into a gallery. */
    place: { gallery: Gallery; studio: Studio }
    /** Set by middleware/portal.ts: a studio, and who is signed in to its portal. */
    portal: { studio: Studio; signedIn: SignedIn | undefined }
    /** Set by requireClient() of middleware/portal.ts. */
    signedIn: SignedIn
    /** Set by middleware/visiting.ts: a gallery, and where this browser stands before it. */
    visiting: Visiting
    /** Set by middleware/link-meaning.ts, at a link's address. */
    linkMeaning: LinkMeaning | undefined
    /** Absent for whoever only looks. */
    session?: CookieSession<CookieData>
    secureHeadersNonce?: string
  }
}

export type Ctx = Context<App>

/** GET and HEAD never change anything (R5). */
export const isLooking = (c: { req: { method: string } }) => c.req.method === 'GET' || c.req.method === 'HEAD'

import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { ASKS, GUESTS, PRESETS } from '../door/preset'
import { ROLES } from '../door/role'
import { STAFF_ROLES } from '../door/staff-role'

const id = () => text().primaryKey()
const instant = () => integer({ mode: 'timestamp_ms' })
const flag = () => integer({ mode: 'boolean' })

export const PHOTO_STATES = ['uploading', 'received', 'ready', 'failed'] as const
export const CODE_PURPOSES = [
  'staff-sign-in',
  'staff-step-up',
  'client-entry',
  'new-account',
  'portal-sign-in',
  'client-step-up',
] as const
export const CHANNELS = ['email', 'sms'] as const
export const MESSAGE_KINDS = [
  'invitation',
  'staff-code',
  'client-code',
  'password-reset',
  'gallery-open',
  'closing-soon',
  'notice-pin',
  'notice-more-time',
  'portal-invitation',
  'portal-login',
  'email-confirmation',
  'email-taken',
  'email-changed',
  'email-replaced',
  'email-reverted',
  'password-changed',
  'phone-changed',
  'account-erased',
  'passkeys-changed',
  'new-device',
] as const
export const MESSAGE_STATES = ['queued', 'sending', 'sent', 'delivered', 'failed'] as const
export const CLIENT_LINK_KINDS = [
  'password-reset',
  'portal',
  'email-confirmation',
  'email-revert',
  'continuation',
] as const
/** By what somebody signed in to the portal (R41). */
export const SIGN_IN_WAYS = ['password', 'code', 'passkey', 'link', 'continuation'] as const
export const CHALLENGE_PURPOSES = ['add', 'sign-in', 'step-up'] as const
export const EVENT_KINDS = [
  'link-claimed',
  'link-refused',
  'link-copied',
  'viewed-as-guest',
  'code-entered',
  'password-entered',
  'passkey-entered',
  'portal-entered',
  'device-continued',
  'device-approved',
  'pin-entered',
  'pin-failed',
  'role-link-opened',
  'guest-code-entered',
  'identified',
  'guest-invited',
  'account-made',
  'terms-accepted',
  'registered',
  'more-time-asked',
] as const

export const studios = sqliteTable('studios', {
  id: id(),
  slug: text().notNull().unique(),
  name: text().notNull(),
  replyTo: text().notNull(),
  timeZone: text().notNull(),
  /** The media usage terms that vendors accept (R28), empty while there are none, and how many texts there have been. */
  mediaTerms: text().notNull().default(''),
  mediaTermsVersion: integer().notNull().default(0),
  /** Made by `npm start` for a first look; does not count as the first studio. */
  isDemo: flag().notNull().default(false),
  createdAt: instant().notNull(),
})

export const staff = sqliteTable('staff', {
  id: id(),
  studioId: text()
    .notNull()
    .references(() => studios.id),
  name: text().notNull(),
  email: text().notNull().unique(),
  role: text({ enum: STAFF_ROLES }).notNull(),
  createdAt: instant().notNull(),
})

export const clients = sqliteTable(
  'clients',
  {
    id: id(),
    studioId: text()
      .notNull()
      .references(() => studios.id),
    name: text().notNull(),
    email: text().notNull(),
    /** E.164 */
    phone: text(),
    /** When it was changed by who was signed in as them; empty where the studio wrote it down. */
    phoneSetAt: instant(),
    /** PHC string; empty while none was ever set (R10). */
    passwordHash: text(),
    passwordSetAt: instant(),
    /** The gallery that it opens and nothing else, made in a visit there and unproved; empty once it is proved (R43). */
    passwordGalleryId: text(),
    /** When they said *Not now* to a password (R25). */
    declinedAt: instant(),
    /** Since when the address is theirs: links that went to an older one are dead (R43). Empty while it is the first. */
    emailSince: instant(),
    /** Counts changes of name, phone and email: two people editing at once lose nothing. */
    version: integer().notNull().default(1),
    /** When they were last invited to the portal (R31). */
    invitedAt: instant(),
    /** When all that told who they are was removed at their wish. */
    erasedAt: instant(),
    createdAt: instant().notNull(),
  },
  (table) => [uniqueIndex('clients_studio_email').on(table.studioId, table.email)],
)

export const galleries = sqliteTable(
  'galleries',
  {
    id: id(),
    studioId: text()
      .notNull()
      .references(() => studios.id),
    slug: text().notNull(),
    title: text().notNull(),
    /** `YYYY-MM-DD` */
    eventOn: text(),
    place: text(),
    publishedAt: instant(),
    closesAt: instant(),
    /** What the settings below were filled with; each may have been changed since (R23). */
    preset: text({ enum: PRESETS }).notNull().default('effortless'),
    guests: text({ enum: GUESTS }).notNull().default('by-link'),
    asksEmail: flag().notNull().default(false),
    asksAccount: flag().notNull().default(false),
    isListed: flag().notNull().default(false),
    /** The gallery PIN, sealed beside the gallery's id; a new `pinId` with every change ends what the old one opened. */
    pin: text(),
    pinId: text(),
    /** The guest code, sealed likewise; found by its HMAC. A new id with every change. */
    guestCode: text(),
    guestCodeHash: text(),
    guestCodeId: text(),
    /** What is asked before these acts (R26). */
    asksBeforeDownload: text({ enum: ASKS }).notNull().default('nothing'),
    asksBeforeShare: text({ enum: ASKS }).notNull().default('nothing'),
    /** Whether it shows a page where people leave an email while it is unpublished (R45). */
    takesRegistrations: flag().notNull().default(false),
    showsCover: flag().notNull().default(true),
    coverPhotoId: text(),
    /** Names the door's own small variant in R2 and in its URL; a new one whenever the cover changes. */
    coverKey: text(),
    createdAt: instant().notNull(),
  },
  (table) => [
    uniqueIndex('galleries_studio_slug').on(table.studioId, table.slug),
    uniqueIndex('galleries_cover').on(table.coverKey),
    uniqueIndex('galleries_guest_code').on(table.studioId, table.guestCodeHash),
    index('galleries_closes').on(table.closesAt),
  ],
)

export const photos = sqliteTable(
  'photos',
  {
    id: id(),
    galleryId: text()
      .notNull()
      .references(() => galleries.id),
    state: text({ enum: PHOTO_STATES }).notNull(),
    fileName: text().notNull(),
    sortKey: text().notNull(),
    contentType: text(),
    size: integer(),
    /** CRC-32 and SHA-256 of the original, taken while it streamed in. */
    crc32: integer(),
    sha256: text(),
    /** Pixels as displayed: the orientation is applied once the variants exist. */
    width: integer(),
    height: integer(),
    /** base64 */
    thumbhash: text(),
    problem: text(),
    createdAt: instant().notNull(),
    changedAt: instant().notNull(),
  },
  (table) => [
    index('photos_gallery_sort').on(table.galleryId, table.sortKey, table.id),
    uniqueIndex('photos_gallery_content').on(table.galleryId, table.sha256),
    index('photos_unfinished').on(table.state, table.changedAt).where(sql`${table.state} in ('uploading', 'received')`),
  ],
)

export const contacts = sqliteTable(
  'contacts',
  {
    id: id(),
    galleryId: text()
      .notNull()
      .references(() => galleries.id),
    clientId: text()
      .notNull()
      .references(() => clients.id),
    /** Since when it is this client's: what happened before was another person's. Empty while it is the first one's. */
    clientSince: instant(),
    role: text({ enum: ROLES }).notNull(),
    /** The version of the studio's media usage terms they accepted (R28). */
    acceptedTermsVersion: integer(),
    acceptedTermsAt: instant(),
    /** A vendor sees only the photos chosen for them, when some were chosen (R28). */
    seesChosenOnly: flag().notNull().default(false),
    removedAt: instant(),
    createdAt: instant().notNull(),
  },
  (table) => [
    uniqueIndex('contacts_gallery_client').on(table.galleryId, table.clientId).where(sql`${table.removedAt} is null`),
  ],
)

/** The photos chosen for a vendor (R28). */
export const contactPhotos = sqliteTable(
  'contact_photos',
  {
    contactId: text()
      .notNull()
      .references(() => contacts.id),
    photoId: text()
      .notNull()
      .references(() => photos.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.contactId, table.photoId] }),
    index('contact_photos_photo').on(table.photoId),
  ],
)

/** Lasting links that carry a role and no identity (R19); what one means is in KV, whether it still goes is here. */
export const roleLinks = sqliteTable(
  'role_links',
  {
    id: id(),
    galleryId: text()
      .notNull()
      .references(() => galleries.id),
    role: text({ enum: ['invited', 'guest'] }).notNull(),
    /** The token, sealed beside the row's id, for the photographer to copy again. */
    sealed: text().notNull(),
    createdAt: instant().notNull(),
    revokedAt: instant(),
  },
  (table) => [uniqueIndex('role_links_live').on(table.galleryId, table.role).where(sql`${table.revokedAt} is null`)],
)

/** The ledger of links that are a client's alone and work once: what one means is in KV, what became of it is here. */
export const clientLinks = sqliteTable(
  'client_links',
  {
    id: id(),
    kind: text({ enum: CLIENT_LINK_KINDS }).notNull(),
    clientId: text()
      .notNull()
      .references(() => clients.id),
    /** The gallery that a continuation leads to. */
    galleryId: text().references(() => galleries.id),
    issuedAt: instant().notNull(),
    opensUntil: instant().notNull(),
    usedAt: instant(),
    /** What the one use made: names the winner of a race. */
    usedBy: text(),
  },
  (table) => [
    index('client_links_client').on(table.clientId, table.kind),
    index('client_links_issued').on(table.issuedAt),
  ],
)

/** The ledger of magic links: what a link means is in KV, what became of it is here. */
export const links = sqliteTable(
  'links',
  {
    id: id(),
    contactId: text()
      .notNull()
      .references(() => contacts.id),
    /** Whose the link was at issue: when the contact passes to another address, older links are dead. */
    clientId: text()
      .notNull()
      .references(() => clients.id),
    issuedAt: instant().notNull(),
    opensUntil: instant().notNull(),
    /** SHA-256 of the device token that claimed the link. */
    claimedBy: text(),
    claimedAt: instant(),
    /** The visit that the last claim opened. */
    visitId: text(),
  },
  (table) => [index('links_contact').on(table.contactId), index('links_issued').on(table.issuedAt)],
)

export const sessions = sqliteTable(
  'sessions',
  {
    id: id(),
    secretHash: text().notNull(),
    deviceHash: text().notNull(),
    staffId: text().references(() => staff.id),
    /** When its person of the studio last proved who they are: changes of their own account ask for it. */
    staffProvedAt: instant(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    endedAt: instant(),
  },
  (table) => [
    index('sessions_staff').on(table.staffId, table.deviceHash),
    index('sessions_device').on(table.deviceHash),
    index('sessions_expires').on(table.expiresAt),
  ],
)

/** A browser that is signed in to one studio's portal, as one of its clients (R41): one a studio and session. */
export const signIns = sqliteTable(
  'sign_ins',
  {
    id: id(),
    sessionId: text()
      .notNull()
      .references(() => sessions.id),
    clientId: text()
      .notNull()
      .references(() => clients.id),
    way: text({ enum: SIGN_IN_WAYS }).notNull(),
    /** When the client last proved who they are, for changes of their account (R43). */
    provedAt: instant(),
    openedAt: instant().notNull(),
    expiresAt: instant().notNull(),
    endedAt: instant(),
  },
  (table) => [
    index('sign_ins_session').on(table.sessionId),
    index('sign_ins_client').on(table.clientId),
    index('sign_ins_expires').on(table.expiresAt),
  ],
)

/** A browser as one person's: what it looks like, which is believed nowhere (R44), and whether they are known in it (R12). */
export const devices = sqliteTable(
  'devices',
  {
    /** SHA-256 of the device token. */
    hash: text().notNull(),
    /** A client, or a person of a studio. */
    personId: text().notNull(),
    /** `Safari on iPhone` */
    browser: text().notNull(),
    /** `Vienna, Austria`, as the data centre sees it; empty where it does not. */
    place: text(),
    /** When they, and nobody else, were last seen with it. */
    seenAt: instant().notNull(),
    /** They have signed in there, and have not been signed out of it from elsewhere since. */
    isKnown: flag().notNull().default(false),
    /** They have opened their own magic link there, and have not been signed out of it from elsewhere since. */
    hasLink: flag().notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.hash, table.personId] }),
    index('devices_person').on(table.personId),
    index('devices_seen').on(table.seenAt),
  ],
)

/** Passkeys of clients and of people of the studio (WebAuthn): a row belongs to one or the other. */
export const passkeys = sqliteTable(
  'passkeys',
  {
    id: id(),
    /** base64url, as the authenticator gave it */
    credentialId: text().notNull(),
    /** COSE key, base64url */
    publicKey: text().notNull(),
    /** The authenticator's count of its uses; 0 where it does not count. */
    counter: integer().notNull(),
    /** How a browser reaches the authenticator: `internal,hybrid` */
    transports: text().notNull(),
    clientId: text().references(() => clients.id),
    staffId: text().references(() => staff.id),
    name: text().notNull(),
    /** The gallery that it opens and nothing else, made in a visit there and unproved; empty once it is proved (R43). */
    galleryId: text(),
    createdAt: instant().notNull(),
    usedAt: instant(),
  },
  (table) => [
    uniqueIndex('passkeys_credential').on(table.credentialId),
    index('passkeys_client').on(table.clientId),
    index('passkeys_staff').on(table.staffId),
  ],
)

/** The ledger of challenges that a passkey signs: each is answered once, by the browser that asked. */
export const challenges = sqliteTable(
  'challenges',
  {
    /** SHA-256 of the challenge. */
    hash: text().primaryKey(),
    purpose: text({ enum: CHALLENGE_PURPOSES }).notNull(),
    /** For whom: a client, a person of the studio, or, of a sign-in, the studio whose portal it is (`staff` for the studio's own). */
    subject: text().notNull(),
    deviceHash: text().notNull(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
    usedBy: text(),
  },
  (table) => [index('challenges_expires').on(table.expiresAt)],
)

/** A client's new address, from asking for it until it can no longer be undone (R43). Its id is that of the link that confirms it. */
export const emailChanges = sqliteTable(
  'email_changes',
  {
    id: text()
      .primaryKey()
      .references(() => clientLinks.id),
    clientId: text()
      .notNull()
      .references(() => clients.id),
    oldEmail: text().notNull(),
    newEmail: text().notNull(),
    /** The browser that asked stays signed in. */
    signInId: text()
      .notNull()
      .references(() => signIns.id),
    askedAt: instant().notNull(),
    confirmedAt: instant(),
    /** The link by which the old address undoes it. */
    revertId: text().references(() => clientLinks.id),
    revertUntil: instant(),
    revertedAt: instant(),
  },
  (table) => [
    index('email_changes_client').on(table.clientId),
    index('email_changes_old').on(table.oldEmail),
    uniqueIndex('email_changes_revert').on(table.revertId),
  ],
)

/**
 * A browser that asks another one, which is signed in, to be let in as the same person (scan to continue, the other way
 * round): three words on the one screen are picked on the other.
 */
export const approvals = sqliteTable(
  'approvals',
  {
    id: id(),
    clientId: text()
      .notNull()
      .references(() => clients.id),
    /** Where the asking browser wants to go; the portal if empty. */
    galleryId: text().references(() => galleries.id),
    /** SHA-256 of a secret that only the asking browser holds, and of its device token. */
    secretHash: text().notNull(),
    deviceHash: text().notNull(),
    /** The three words on its screen, and what stands beside them on the other. */
    words: text().notNull(),
    others: text({ mode: 'json' }).$type<string[]>().notNull(),
    askedAt: instant().notNull(),
    expiresAt: instant().notNull(),
    /** Approved, or refused, in which sign-in. */
    decidedAt: instant(),
    isApproved: flag(),
    decidedBy: text(),
    usedAt: instant(),
    usedBy: text(),
  },
  (table) => [index('approvals_client').on(table.clientId), index('approvals_expires').on(table.expiresAt)],
)

export const visits = sqliteTable(
  'visits',
  {
    id: id(),
    sessionId: text()
      .notNull()
      .references(() => sessions.id),
    galleryId: text()
      .notNull()
      .references(() => galleries.id),
    /** Empty for a guest. */
    contactId: text().references(() => contacts.id),
    clientId: text().references(() => clients.id),
    /** The contact by whose link a guest came. */
    viaContactId: text().references(() => contacts.id),
    /** The role link, guest code or gallery PIN by which they came: when it goes, so does the visit (R16, R19). */
    roleLinkId: text().references(() => roleLinks.id),
    guestCodeId: text(),
    pinId: text(),
    /** What a guest wrote at the email wall: unproved (R20). */
    guestName: text(),
    guestEmail: text(),
    /** When the invitation to a password was shown in this visit (R25). */
    invitedAt: instant(),
    role: text({ enum: ROLES }).notNull(),
    openedAt: instant().notNull(),
    expiresAt: instant().notNull(),
    endedAt: instant(),
  },
  (table) => [
    index('visits_session_gallery').on(table.sessionId, table.galleryId),
    index('visits_expires').on(table.expiresAt),
    index('visits_gallery').on(table.galleryId),
    index('visits_client').on(table.clientId),
  ],
)

/** The ledger of login codes; unknown addresses get a row too (a decoy, without subject). */
export const codes = sqliteTable(
  'codes',
  {
    id: id(),
    purpose: text({ enum: CODE_PURPOSES }).notNull(),
    /** HMAC of the address it was asked for: counts sends alike for known and unknown. */
    address: text().notNull(),
    /** Whose code it is; empty for a decoy. */
    subject: text(),
    channel: text({ enum: CHANNELS }).notNull().default('email'),
    /** What wrong tries are counted against. */
    budget: text().notNull(),
    /** HMAC of the code under the flow secret, which only the browser holds. */
    mac: text().notNull(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    attempts: integer().notNull().default(0),
    usedAt: instant(),
    /** The session that it opened. */
    usedBy: text(),
    voidedAt: instant(),
  },
  (table) => [index('codes_address').on(table.address, table.createdAt), index('codes_expires').on(table.expiresAt)],
)

/** Every evaluated try of a code, for the rolling budgets of P1. */
export const codeTries = sqliteTable(
  'code_tries',
  {
    id: id(),
    budget: text().notNull(),
    at: instant().notNull(),
    right: flag().notNull().default(false),
  },
  (table) => [index('code_tries_budget').on(table.budget, table.at)],
)

export const messages = sqliteTable(
  'messages',
  {
    id: id(),
    studioId: text()
      .notNull()
      .references(() => studios.id),
    kind: text({ enum: MESSAGE_KINDS }).notNull(),
    channel: text({ enum: CHANNELS }).notNull().default('email'),
    recipient: text().notNull(),
    contactId: text().references(() => contacts.id),
    /** Of which gallery it speaks, where there is no contact. */
    galleryId: text().references(() => galleries.id),
    /** Which row it speaks of besides: a device, an email change. */
    aboutId: text(),
    /** The link token, sealed under a key that is not in the database; gone once sent. */
    sealed: text(),
    /** What the service calls it. */
    providerId: text(),
    state: text({ enum: MESSAGE_STATES }).notNull().default('queued'),
    attempts: integer().notNull().default(0),
    /** When the next attempt is due, or the running one counts as lost. */
    dueAt: instant().notNull(),
    problem: text(),
    createdAt: instant().notNull(),
    sentAt: instant(),
  },
  (table) => [
    index('messages_contact').on(table.contactId, table.createdAt),
    index('messages_due').on(table.dueAt).where(sql`${table.state} in ('queued', 'sending')`),
  ],
)

/** Who wants to be told when a gallery opens (R45). */
export const registrations = sqliteTable(
  'registrations',
  {
    id: id(),
    galleryId: text()
      .notNull()
      .references(() => galleries.id),
    email: text().notNull(),
    createdAt: instant().notNull(),
    toldAt: instant(),
  },
  (table) => [
    uniqueIndex('registrations_gallery_email').on(table.galleryId, table.email),
    index('registrations_untold').on(table.galleryId).where(sql`${table.toldAt} is null`),
  ],
)

/** Who asked for more time at a closed gallery's door (R46). */
export const timeRequests = sqliteTable(
  'time_requests',
  {
    id: id(),
    galleryId: text()
      .notNull()
      .references(() => galleries.id),
    contactId: text().references(() => contacts.id),
    email: text().notNull(),
    createdAt: instant().notNull(),
    answeredAt: instant(),
  },
  (table) => [
    uniqueIndex('time_requests_open').on(table.galleryId, table.email).where(sql`${table.answeredAt} is null`),
  ],
)

export const events = sqliteTable(
  'events',
  {
    id: id(),
    galleryId: text()
      .notNull()
      .references(() => galleries.id),
    contactId: text().references(() => contacts.id),
    kind: text({ enum: EVENT_KINDS }).notNull(),
    because: text(),
    at: instant().notNull(),
  },
  (table) => [
    index('events_contact').on(table.contactId, table.at),
    index('events_gallery').on(table.galleryId, table.at),
  ],
)

export type Studio = typeof studios.$inferSelect
export type Staff = typeof staff.$inferSelect
export type Client = typeof clients.$inferSelect
export type Gallery = typeof galleries.$inferSelect
export type Photo = typeof photos.$inferSelect
export type Contact = typeof contacts.$inferSelect
export type Link = typeof links.$inferSelect
export type RoleLink = typeof roleLinks.$inferSelect
export type Session = typeof sessions.$inferSelect
export type SignIn = typeof signIns.$inferSelect
export type Device = typeof devices.$inferSelect
export type Passkey = typeof passkeys.$inferSelect
export type Visit = typeof visits.$inferSelect
export type Message = typeof messages.$inferSelect
export type Event = typeof events.$inferSelect

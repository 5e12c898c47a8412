import type { Act } from './door/engage'
import type { VariantWidth } from './door/variant'

/** Every URL of Foyer, as functions: links are made here and nowhere else. */

type Slugged = { slug: string }

/** Where in the list of clients somebody is: what they search for, '' for nothing, and the page from 1. */
export type ListPlace = { q: string; page: number }

function withPlace(path: string, { q, page }: ListPlace): string {
  const query = new URLSearchParams({ ...(q && { q }), ...(page > 1 && { page: String(page) }) }).toString()
  return query ? `${path}?${query}` : path
}

export const paths = {
  home: () => '/',
  studioHome: (studio: Slugged) => `/${studio.slug}`,
  guestCodes: (studio: Slugged) => `/${studio.slug}/guest-codes`,
  gallery: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}`,
  code: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/code`,
  doorSignIn: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/sign-in`,
  password: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/password`,
  account: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/account`,
  doorPasskey: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/passkey`,
  accountChallenges: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/account/challenges`,
  accountPasskeys: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/account/passkeys`,
  invitation: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/account/invitation`,
  invitationRemoval: (studio: Slugged, gallery: Slugged) =>
    `/${studio.slug}/${gallery.slug}/account/invitation/removal`,
  portal: (studio: Slugged) => `/${studio.slug}/portal`,
  portalSignIn: (studio: Slugged) => `/${studio.slug}/portal/sign-in`,
  portalPassword: (studio: Slugged) => `/${studio.slug}/portal/sign-in/password`,
  portalCodes: (studio: Slugged) => `/${studio.slug}/portal/sign-in/codes`,
  portalCode: (studio: Slugged) => `/${studio.slug}/portal/sign-in/code`,
  portalPasskey: (studio: Slugged) => `/${studio.slug}/portal/sign-in/passkey`,
  portalChallenges: (studio: Slugged) => `/${studio.slug}/portal/challenges`,
  stepUpPasskey: (studio: Slugged) => `/${studio.slug}/portal/step-up/passkey`,
  portalSignOut: (studio: Slugged) => `/${studio.slug}/portal/session/removal`,
  stepUp: (studio: Slugged) => `/${studio.slug}/portal/step-up`,
  stepUpCodes: (studio: Slugged) => `/${studio.slug}/portal/step-up/codes`,
  stepUpCode: (studio: Slugged) => `/${studio.slug}/portal/step-up/code`,
  personalDataExport: (studio: Slugged) => `/${studio.slug}/portal/privacy/export`,
  erasure: (studio: Slugged) => `/${studio.slug}/portal/erasure`,
  clientAccount: (studio: Slugged) => `/${studio.slug}/portal/account`,
  clientDetails: (studio: Slugged) => `/${studio.slug}/portal/account/details`,
  clientPassword: (studio: Slugged) => `/${studio.slug}/portal/account/password`,
  clientEmail: (studio: Slugged) => `/${studio.slug}/portal/account/email`,
  clientPasskeys: (studio: Slugged) => `/${studio.slug}/portal/passkeys`,
  clientPasskey: (studio: Slugged, passkeyId: string) => `/${studio.slug}/portal/passkeys/${passkeyId}`,
  clientPasskeyRemoval: (studio: Slugged, passkeyId: string) => `/${studio.slug}/portal/passkeys/${passkeyId}/removal`,
  portalApproval: (studio: Slugged, id: string) => `/${studio.slug}/portal/approvals/${id}`,
  portalContinuations: (studio: Slugged) => `/${studio.slug}/portal/continuations`,
  continuation: (studio: Slugged, id: string) => `/${studio.slug}/portal/continuations/${id}`,
  clientDevices: (studio: Slugged) => `/${studio.slug}/portal/devices`,
  clientDeviceRemoval: (studio: Slugged, sessionId: string) => `/${studio.slug}/portal/devices/${sessionId}/removal`,
  otherDevicesRemoval: (studio: Slugged) => `/${studio.slug}/portal/devices/others/removal`,
  privacy: (studio: Slugged) => `/${studio.slug}/portal/privacy`,
  resets: (studio: Slugged) => `/${studio.slug}/portal/resets`,
  codes: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/codes`,
  pin: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/pin`,
  identity: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/identity`,
  identityFor: (studio: Slugged, gallery: Slugged, act: Act) => `/${studio.slug}/${gallery.slug}/identity?for=${act}`,
  identityCodes: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/identity/codes`,
  identityCode: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/identity/code`,
  registrations: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/registrations`,
  timeRequests: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/time-requests`,
  share: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/share`,
  shareInvitations: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/share/invitations`,
  approvals: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/approvals`,
  approval: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/approval`,
  visits: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/visits`,
  continuations: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/continuations`,
  visitRemoval: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/visit/removal`,
  terms: (studio: Slugged, gallery: Slugged) => `/${studio.slug}/${gallery.slug}/terms`,
  link: (token: string) => `/l/${token}`,
  linkRefusal: (token: string) => `/l/${token}/refusal`,
  linkGuest: (token: string) => `/l/${token}/guest`,
  linkRenewals: (token: string) => `/l/${token}/links`,
  photos: (galleryId: string) => `/photos/${galleryId}`,
  photo: (galleryId: string, photoId: string, variant: VariantWidth) => `/photos/${galleryId}/${photoId}/${variant}`,
  cover: (key: string) => `/covers/${key}`,
  outbox: () => '/outbox',
  outboxMessage: (id: string) => `/outbox/${id}`,
  smsStatus: (messageId: string) => `/hooks/sms/${messageId}`,

  studio: () => '/studio',
  setup: () => '/studio/setup',
  staffAccount: () => '/studio/account',
  staffPasskeys: () => '/studio/account/passkeys',
  staffPasskey: (passkeyId: string) => `/studio/account/passkeys/${passkeyId}`,
  staffPasskeyRemoval: (passkeyId: string) => `/studio/account/passkeys/${passkeyId}/removal`,
  staffChallenges: () => '/studio/challenges',
  staffStepUp: () => '/studio/step-up',
  staffStepUpPasskey: () => '/studio/step-up/passkey',
  staffStepUpCodes: () => '/studio/step-up/codes',
  staffStepUpCode: () => '/studio/step-up/code',
  signInPasskey: () => '/studio/sign-in/passkey',
  signIn: () => '/studio/sign-in',
  signInCode: () => '/studio/sign-in/code',
  signInCodes: () => '/studio/sign-in/codes',
  signOut: () => '/studio/session/removal',
  studioSettings: () => '/studio/settings',
  staffDevices: () => '/studio/devices',
  staffDeviceRemoval: (sessionId: string) => `/studio/devices/${sessionId}/removal`,
  otherStaffDevicesRemoval: () => '/studio/devices/others/removal',
  galleries: () => '/studio/galleries',
  newGallery: () => '/studio/galleries/new',
  galleryPhotos: (galleryId: string) => `/studio/galleries/${galleryId}/photos`,
  galleryDoor: (galleryId: string) => `/studio/galleries/${galleryId}/door`,
  galleryPreset: (galleryId: string) => `/studio/galleries/${galleryId}/door/preset`,
  roleLink: (galleryId: string, role: string) => `/studio/galleries/${galleryId}/role-links/${role}`,
  roleLinkRemoval: (galleryId: string, role: string) => `/studio/galleries/${galleryId}/role-links/${role}/removal`,
  guestCode: (galleryId: string) => `/studio/galleries/${galleryId}/guest-code`,
  guestCodeRemoval: (galleryId: string) => `/studio/galleries/${galleryId}/guest-code/removal`,
  galleryContacts: (galleryId: string) => `/studio/galleries/${galleryId}/contacts`,
  newContact: (galleryId: string) => `/studio/galleries/${galleryId}/contacts/new`,
  newContactFrom: (galleryId: string, visitId: string) =>
    `/studio/galleries/${galleryId}/contacts/new?guest=${visitId}`,
  gallerySettings: (galleryId: string) => `/studio/galleries/${galleryId}/settings`,
  galleryPin: (galleryId: string) => `/studio/galleries/${galleryId}/pin`,
  galleryPinRemoval: (galleryId: string) => `/studio/galleries/${galleryId}/pin/removal`,
  extension: (galleryId: string) => `/studio/galleries/${galleryId}/extension`,
  timeRequestRemoval: (galleryId: string, requestId: string) =>
    `/studio/galleries/${galleryId}/time-requests/${requestId}/removal`,
  schedule: (galleryId: string) => `/studio/galleries/${galleryId}/schedule`,
  publication: (galleryId: string) => `/studio/galleries/${galleryId}/publication`,
  publicationRemoval: (galleryId: string) => `/studio/galleries/${galleryId}/publication/removal`,
  photoRemoval: (photoId: string) => `/studio/photos/${photoId}/removal`,
  photoCover: (photoId: string) => `/studio/photos/${photoId}/cover`,
  photoAttempt: (photoId: string) => `/studio/photos/${photoId}/attempts`,
  clients: () => '/studio/clients',
  newClient: () => '/studio/clients/new',
  clientsAt: (place: ListPlace) => withPlace('/studio/clients', place),
  clientInvitations: (clientId: string, place: ListPlace) =>
    withPlace(`/studio/clients/${clientId}/invitations`, place),
  clientLoginEmails: (clientId: string, place: ListPlace) =>
    withPlace(`/studio/clients/${clientId}/login-emails`, place),
  clientLinks: (clientId: string, place: ListPlace) => withPlace(`/studio/clients/${clientId}/links`, place),
  contact: (contactId: string) => `/studio/contacts/${contactId}`,
  contactInvitations: (contactId: string) => `/studio/contacts/${contactId}/invitations`,
  contactLinks: (contactId: string) => `/studio/contacts/${contactId}/links`,
  contactPhotos: (contactId: string) => `/studio/contacts/${contactId}/photos`,
  contactRemoval: (contactId: string) => `/studio/contacts/${contactId}/removal`,
}

/** Second segments that a studio's own pages have or will have: no gallery may take them as its address. */
export const RESERVED_GALLERY_SLUGS = new Set(['portal', 'guest-codes', 'galleries', 'sign-in', 'settings', 'account'])

/** First segments that are Foyer's own or a static file's: no studio may take them as its address. */
export const RESERVED_STUDIO_SLUGS = new Set([
  ...['l', 'photos', 'covers', 'studio', 'outbox', 'portal', 'cdn-cgi', 'vendor', 'icons', 'assets', 'api', 'admin'],
  ...['app', 'www', 'hooks', 'well-known', 'robots', 'favicon', 'sitemap', 'static'],
])

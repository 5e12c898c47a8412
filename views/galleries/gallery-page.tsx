import { raw } from 'hono/html'
import { paths } from '../../src/paths'
import { dayInWords } from '../components/dates'
import { Flash } from '../components/flash'
import { Icon } from '../components/icons'
import { ApprovalNotice } from '../door/approval-pages'
import type { Known } from '../door/continue-as'
import { Page } from '../layouts/page'
import { words } from '../words/en'
import { Grid, type GridPhoto, gridRules } from './grid'
import { Invitation } from './invitation'

type GalleryProps = {
  studio: { name: string; slug: string }
  gallery: { id: string; slug: string; title: string; eventOn: string | null; place: string | null }
  photos: GridPhoto[]
  viewer: Viewer
  /** Whether they may share the gallery from here (R22). */
  canShare: boolean
  /** Another browser that asks to be let in as them. */
  approvalId?: string | undefined
  /** What just happened. */
  note?: string | undefined
  nonce: string
}

/** A client, perhaps signed in to the portal, a guest with the name they left and whom they are signed in as, or the studio itself. */
export type Viewer =
  | { kind: 'client'; name: string; isSignedIn: boolean; lacksPassword?: LacksPassword }
  | { kind: 'guest'; name: string | null; known: Known }
  | { kind: 'studio' }

/** A client who could add a password: their address, and words for one where they are invited to it now (R25). */
type LacksPassword = { email: string; invitation: string | undefined }

/** The gallery: its bar, its title, its photographs. */
export function GalleryPage({ studio, gallery, photos, viewer, canShare, approvalId, note, nonce }: GalleryProps) {
  const facts = [gallery.eventOn && dayInWords(gallery.eventOn), gallery.place].filter(Boolean).join(' · ')
  const head = (
    <>
      <link rel="stylesheet" href="/vendor/photoswipe.css" />
      <style nonce={nonce}>{raw(gridRules(photos))}</style>
    </>
  )
  const lacksPassword = viewer.kind === 'client' ? viewer.lacksPassword : undefined
  const invitation = lacksPassword?.invitation
  const scripts = [
    '/gallery.js',
    '/menu.js',
    ...(invitation ? ['/invitation.js', '/new-password.js', '/passkey.js'] : []),
  ]
  return (
    <Page title={`${gallery.title} · ${studio.name}`} head={head} scripts={scripts} class="gallery">
      <header class="bar">
        <StudioName studio={studio} viewer={viewer} />
        <div class="icons">
          {canShare && (
            <a href={paths.share(studio, gallery)} aria-label={words.sharing.open}>
              <Icon name="share" />
            </a>
          )}
          <AccountMenu studio={studio} gallery={gallery} viewer={viewer} />
        </div>
      </header>
      <main>
        {(note || approvalId) && (
          <div class="notice stack">
            <ApprovalNotice studio={studio} id={approvalId} />
            <Flash>{note}</Flash>
          </div>
        )}
        <div class="gallery-title">
          <h1>{gallery.title}</h1>
          {facts && <p class="quiet">{facts}</p>}
        </div>
        {photos.length > 0 ? (
          <Grid galleryId={gallery.id} photos={photos} />
        ) : (
          <p class="empty quiet">{words.gallery.empty}</p>
        )}
      </main>
      {invitation && <Invitation studio={studio} gallery={gallery} email={lacksPassword.email} password={invitation} />}
    </Page>
  )
}

/** For who is signed in to the portal it leads there. */
function StudioName({ studio, viewer }: Pick<GalleryProps, 'studio' | 'viewer'>) {
  if (viewer.kind !== 'client' || !viewer.isSignedIn) return <span class="studio-name">{studio.name}</span>
  return (
    <a class="studio-name" href={paths.portal(studio)} title={words.portal.toAll}>
      {studio.name}
    </a>
  )
}

/** Who they are here, and what they can do about it. */
function AccountMenu({ studio, gallery, viewer }: Pick<GalleryProps, 'studio' | 'gallery' | 'viewer'>) {
  return (
    <details class="menu">
      <summary aria-label={words.gallery.account}>
        <Icon name="account" />
      </summary>
      <div class="menu-body">
        <p class="quiet">{whoIs(viewer)}</p>
        {viewer.kind !== 'studio' && (
          <a class="link" href={paths.portal(studio)}>
            {words.portal.toAll}
          </a>
        )}
        {viewer.kind === 'client' && (
          <form method="post" action={paths.continuations(studio, gallery)}>
            <button class="link">{words.portal.continuation.begin}</button>
          </form>
        )}
        {viewer.kind === 'client' && viewer.lacksPassword && (
          <a class="link" href={paths.account(studio, gallery)}>
            {words.account.add}
          </a>
        )}
        {viewer.kind === 'guest' && <GuestWays {...{ studio, gallery, viewer }} />}
        {viewer.kind === 'studio' ? (
          <a class="link" href={paths.galleryPhotos(gallery.id)}>
            {words.gallery.toStudio}
          </a>
        ) : (
          <form method="post" action={paths.visitRemoval(studio, gallery)}>
            <button class="link">{words.gallery.leave}</button>
          </form>
        )}
      </div>
    </details>
  )
}

type GuestProps = Pick<GalleryProps, 'studio' | 'gallery'> & { viewer: Extract<Viewer, { kind: 'guest' }> }

/** How a guest becomes somebody here: at once where they are signed in to the portal. */
function GuestWays({ studio, gallery, viewer: { name, known } }: GuestProps) {
  if (known) {
    return (
      <form method="post" action={paths.visits(studio, gallery)}>
        <button class="link">{words.portal.continueAs(known.name)}</button>
      </form>
    )
  }
  return (
    <>
      {!name && (
        <a class="link" href={paths.identity(studio, gallery)}>
          {words.gallery.identify}
        </a>
      )}
      <a class="link" href={paths.identityCodes(studio, gallery)}>
        {words.gallery.makeAccount}
      </a>
    </>
  )
}

function whoIs(viewer: Viewer): string {
  switch (viewer.kind) {
    case 'studio':
      return words.gallery.hereAsStudio
    case 'client':
      return words.gallery.hereAs(viewer.name)
    case 'guest':
      return viewer.name ? words.gallery.hereAsNamedGuest(viewer.name) : words.gallery.hereAsGuest
  }
}

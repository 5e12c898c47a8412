import { Hono } from 'hono'
import { AccountPage } from '../../views/door/account-page'
import { IdentifyPage } from '../../views/door/identify-page'
import { PinPage } from '../../views/door/pin-page'
import { PrivatePage } from '../../views/door/private-page'
import { TermsPage } from '../../views/door/terms-page'
import { GalleryPage, type Viewer } from '../../views/galleries/gallery-page'
import { closedPage } from '../answers/closed'
import { problem } from '../answers/problem'
import type { App, Ctx } from '../context'
import { isInvited, mayMakeAccount } from '../door/account'
import type { Asked } from '../door/decide'
import type { Subject } from '../door/pass'
import { suggest } from '../door/password'
import { mayShare } from '../door/share'
import { ensureDevice, takeFlash } from '../middleware/browser'
import { enter } from '../middleware/enter'
import { givePass } from '../middleware/pass'
import { askerHere } from '../middleware/requests'
import * as meetings from '../models/meetings'
import { hasAccount } from '../models/visitors'

/** The gallery, or its door, at one URL. */
export const galleryRoutes = new Hono<App>().get('/:studio/:gallery', async (c) => {
  const entered = await enter(c)
  if (!entered) return problem(c, 404)

  const { decision } = entered
  switch (decision.kind) {
    case 'inside':
      return showGallery(c, entered)
    case 'ask':
      return showStep(c, entered, decision)
    case 'closed':
      return decision.state === 'unpublished' && !meetings.mayKnow(entered, c.var.now)
        ? problem(c, 404)
        : closedPage(c, entered, decision.state, askerHere(entered))
  }
})

/** The door's screen for the step that comes next. */
async function showStep(c: Ctx, entered: meetings.Entered, { step, because }: Asked) {
  const { studio, gallery, visit, signedIn: known } = entered
  const note = takeFlash(c)
  switch (step) {
    case 'create-account': {
      const email = visit?.client?.email ?? ''
      return c.html(<AccountPage {...{ studio, gallery, email }} when="before" password={suggest()} />, 403)
    }
    case 'accept-terms':
      return c.html(
        <TermsPage {...{ studio, gallery, because, note }} isSignedIn={meetings.isSignedIn(entered)} />,
        403,
      )
    case 'pin':
      // Tries are counted by device: who keeps no cookies is told so before any is.
      await ensureDevice(c)
      return c.html(<PinPage {...{ studio, gallery, known, note }} hasChanged={because === 'pin-changed'} />, 403)
    case 'identify':
      await ensureDevice(c)
      return c.html(
        <IdentifyPage {...{ studio, gallery, known, note }} when="wall" what="email" typed={{}} errors={{}} />,
        403,
      )
    case 'sign-in':
      return c.html(<PrivatePage {...{ studio, gallery, known, note }} />, 403)
  }
}

async function showGallery(c: Ctx, entered: meetings.Entered) {
  const { gallery, studio, photos, sees, approvalId } = entered
  if (sees !== 'none') await givePass(c, gallery.id, subjectOf(entered), sees)
  const may = { canShare: mayShare(entered.decision, gallery) }
  const page = { studio, gallery, photos, approvalId, viewer: viewerOf(c, entered), ...may, note: takeFlash(c) }
  return c.html(<GalleryPage {...page} nonce={c.get('secureHeadersNonce') ?? ''} />)
}

/** Whom a pass for the photographs names. */
function subjectOf({ decision, visit, staffSession }: meetings.Entered): Subject {
  if (decision.kind === 'inside' && decision.because === 'studio') return { kind: 'staff', id: staffSession?.id ?? '' }
  const isOpen = decision.kind === 'inside' && decision.because === 'open'
  return { kind: isOpen ? 'anybody' : 'visit', id: visit?.visit.id ?? '' }
}

function viewerOf(c: Ctx, entered: meetings.Entered): Viewer {
  const { decision, visit, signedIn } = entered
  const because = decision.kind === 'inside' ? decision.because : undefined
  if (because === 'studio') return { kind: 'studio' }
  if (because === 'contact' && visit?.client) {
    const { name, email } = visit.client
    const client = { kind: 'client', name, isSignedIn: meetings.isSignedIn(entered) } as const
    if (!mayMakeAccount(decision, { hasAccount: hasAccount(visit) })) return client
    const invitation = isInvited(visit.client, visit.visit, c.var.now) ? suggest() : undefined
    return { ...client, lacksPassword: { email, invitation } }
  }
  return { kind: 'guest', name: because === 'guest' ? (visit?.visit.guestName ?? null) : null, known: signedIn }
}

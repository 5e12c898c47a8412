import { Hono } from 'hono'
import { problem } from './answers/problem'
import type { App } from './context'
import { logError } from './lib/log'
import { browser } from './middleware/browser'
import { ground } from './middleware/ground'
import { linkMeaning } from './middleware/link-meaning'
import { portal, requireClient, requireStepUp } from './middleware/portal'
import { keptByNobody, sameOrigin, securityHeaders, smallForms } from './middleware/security'
import { client, contact, gallery, requireStaff } from './middleware/staff'
import { throttle } from './middleware/throttle'
import { paths } from './paths'
import { accountRoutes } from './routes/accounts'
import { approvalDecisions, approvalRoutes } from './routes/approvals'
import { clientAccount } from './routes/client-account'
import { clientChallenges } from './routes/client-challenges'
import { clientDevices } from './routes/client-devices'
import { clientEmail } from './routes/client-email'
import { clientPasskeys } from './routes/client-passkeys'
import { changePassword, clientPassword } from './routes/client-password'
import { codeRoutes } from './routes/codes'
import { contactPhotos } from './routes/contact-photos'
import { contactRoutes, galleryContacts } from './routes/contacts'
import {
  continuationLinkRoutes,
  continuationRoutes,
  portalContinuations,
  shownContinuations,
} from './routes/continuations'
import { doorPasskeys } from './routes/door-passkeys'
import { emailLinkRoutes } from './routes/email-links'
import { galleryRoutes } from './routes/galleries'
import { home } from './routes/home'
import { hookRoutes } from './routes/hooks'
import { identityRoutes } from './routes/identities'
import { linkRoutes } from './routes/links'
import { outboxRoutes } from './routes/outbox'
import { passwordRoutes } from './routes/passwords'
import { photoRoutes } from './routes/photos'
import { pinRoutes } from './routes/pins'
import { portalRoutes, portalSession } from './routes/portal'
import { portalCodeRoutes } from './routes/portal-codes'
import { portalLinkRoutes } from './routes/portal-links'
import { portalSignIn } from './routes/portal-sign-in'
import { erasureRoutes, privacyRoutes } from './routes/privacy'
import { requestRoutes } from './routes/requests'
import { resetLinkRoutes, resetRoutes } from './routes/resets'
import { scheduleRoutes } from './routes/schedules'
import { setup } from './routes/setup'
import { shareRoutes } from './routes/shares'
import { signIn } from './routes/sign-in'
import { staffAccount } from './routes/staff-account'
import { staffChallenges } from './routes/staff-challenges'
import { staffDevices } from './routes/staff-devices'
import { staffStepUp } from './routes/staff-step-up'
import { stepUpRoutes } from './routes/step-up'
import { clientRoutes, studioClients } from './routes/studio-clients'
import { studioDoor } from './routes/studio-door'
import { studioGalleries, studioGallery } from './routes/studio-galleries'
import { studioPhotos } from './routes/studio-photos'
import { studioPins } from './routes/studio-pins'
import { studioRequests } from './routes/studio-requests'
import { studioSettings } from './routes/studio-settings'
import { termsRoutes } from './routes/terms'
import { upgradeRoutes } from './routes/upgrades'
import { uploads } from './routes/uploads'
import { visitRoutes } from './routes/visits'
import { SettingsError } from './settings'

const app = new Hono<App>()

app.use(ground())
app.use(securityHeaders(), keptByNobody())

// Bytes: no session.
app.route('/', photoRoutes)

// What services report: from elsewhere, signed.
app.route('/', hookRoutes)

// Pages.
app.use(sameOrigin())
app.use('/l/*', throttle('WIDE_FENCE'))
app.use('/studio/setup', throttle())
app.use('/studio/sign-in/*', throttle())
app.use(browser(), smallForms())

// Links that were sent.
app.use('/l/:token/*', linkMeaning())
app.route('/l', resetLinkRoutes)
app.route('/l', portalLinkRoutes)
app.route('/l', emailLinkRoutes)
app.route('/l', continuationLinkRoutes)
app.route('/l', linkRoutes)

// The studio.
app.route('/outbox', outboxRoutes)
app.route('/studio/setup', setup)
app.route('/studio', signIn)
app.route('/studio/challenges', staffChallenges)
app.use('/studio/*', requireStaff())
app.get('/studio', (c) => c.redirect(paths.galleries(), 303))
app.route('/studio/settings', studioSettings)
app.route('/studio/account', staffAccount)
app.route('/studio/step-up', staffStepUp)
app.route('/studio/devices', staffDevices)
app.route('/studio/galleries', studioGalleries)
app.use('/studio/galleries/:gallery/*', gallery())
app.route('/studio/galleries', studioGallery)
app.route('/studio/galleries', studioPins)
app.route('/studio/galleries', scheduleRoutes)
app.route('/studio/galleries', uploads)
app.route('/studio/galleries', studioDoor)
app.route('/studio/galleries', galleryContacts)
app.route('/studio/galleries', studioRequests)
app.use('/studio/contacts/:contact/*', contact())
app.route('/studio/contacts', contactRoutes)
app.route('/studio/contacts', contactPhotos)
app.route('/studio/photos', studioPhotos)
app.route('/studio/clients', studioClients)
app.use('/studio/clients/:client/*', client())
app.route('/studio/clients', clientRoutes)

// A studio's portal for its clients: the ways in, and what asks by itself who is there.
app.use('/:studio/portal/sign-in/*', throttle(), portal())
app.use('/:studio/portal/challenges', throttle('WIDE_FENCE'), portal())
app.use('/:studio/portal/approvals/*', throttle())
app.use('/:studio/portal/resets', throttle())
app.route('/:studio/portal', portalRoutes)
app.route('/:studio/portal/sign-in', portalSignIn)
app.route('/:studio/portal/sign-in', portalCodeRoutes)
app.route('/:studio/portal/challenges', clientChallenges)
app.route('/:studio/portal/approvals', approvalDecisions)
app.route('/:studio/portal/resets', resetRoutes)
app.route('/:studio/portal/continuations', shownContinuations)
app.route('/.well-known/change-password', changePassword)

// The rest of it is for who is signed in, and what needs it for who has stepped up.
app.use('/:studio/portal/*', throttle(), portal())
app.use('/:studio/portal/account/details/*', requireClient('details'), requireStepUp('details'))
app.use('/:studio/portal/account/password/*', requireClient('password'), requireStepUp('password'))
app.use('/:studio/portal/account/email/*', requireClient('email'), requireStepUp('email'))
app.use('/:studio/portal/passkeys/*', requireClient('passkeys'), requireStepUp('passkeys'))
app.use('/:studio/portal/*', requireClient())
app.use('/:studio/portal/privacy/export/*', requireStepUp('privacy'))
app.use('/:studio/portal/erasure/*', requireStepUp('erasure'))
app.route('/:studio/portal/session', portalSession)
app.route('/:studio/portal/step-up', stepUpRoutes)
app.route('/:studio/portal/account', clientAccount)
app.route('/:studio/portal/account/password', clientPassword)
app.route('/:studio/portal/account/email', clientEmail)
app.route('/:studio/portal/passkeys', clientPasskeys)
app.route('/:studio/portal/devices', clientDevices)
app.route('/:studio/portal/privacy', privacyRoutes)
app.route('/:studio/portal/erasure', erasureRoutes)
app.route('/:studio/portal/continuations', portalContinuations)

// A studio's home, where guest codes are typed.
app.route('/', home)

// A gallery, or its door: the ways in, then what is done inside.
app.route('/', galleryRoutes)
app.route('/', visitRoutes)
app.route('/', continuationRoutes)
app.route('/', requestRoutes)
app.route('/', codeRoutes)
app.route('/', approvalRoutes)
app.route('/', passwordRoutes)
app.route('/', doorPasskeys)
app.route('/', pinRoutes)
app.route('/', termsRoutes)
app.route('/', identityRoutes)
app.route('/', accountRoutes)
app.route('/', upgradeRoutes)
app.route('/', shareRoutes)

app.notFound((c) => problem(c, 404))
app.onError((error, c) => {
  logError('request-failed', error, { method: c.req.method })
  if (error instanceof SettingsError) return c.text(error.message, 503)
  return problem(c, 503)
})

export default app

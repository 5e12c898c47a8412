import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { NONCE, secureHeaders } from 'hono/secure-headers'
import { problem } from '../answers/problem'
import { type App, isLooking } from '../context'

const TWO_YEARS = 63_072_000
/** The longest text we ask for has 20,000 characters, of nine bytes each on the way; ten thousand chosen photos need as much. */
const FORM_BYTES = 256 * 1024

/** Headers of every page. Static files get the same from `views/public/_headers`. */
export function securityHeaders() {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      styleSrc: ["'self'", NONCE],
      scriptSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
    strictTransportSecurity: `max-age=${TWO_YEARS}; includeSubDomains`,
    xFrameOptions: 'DENY',
    referrerPolicy: 'strict-origin-when-cross-origin',
    overwrite: false,
  })
}

/** Pages are made for one person: nobody keeps them. Routes that may be kept say so themselves. */
export function keptByNobody() {
  return createMiddleware<App>(async function keptByNobody(c, next) {
    await next()
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'private, no-store')
  })
}

/** Refuses whatever changes something and does not come from Foyer's own pages; saying nothing is a refusal too. */
export function sameOrigin() {
  return createMiddleware<App>(async function sameOrigin(c, next) {
    if (isLooking(c)) return next()

    const site = c.req.header('Sec-Fetch-Site')
    const isOurs = site ? site === 'same-origin' : c.req.header('Origin') === new URL(c.req.url).origin
    if (!isOurs) return problem(c, 403)
    await next()
  })
}

/** Refuses a form that is larger than any of ours; uploads are measured as they stream instead (spec §8). */
export function smallForms() {
  const limit = bodyLimit({ maxSize: FORM_BYTES, onError: (c) => problem(c, 413) })
  return createMiddleware<App>(async function smallForms(c, next) {
    return /^\/studio\/galleries\/\w+\/photos$/.test(c.req.path) ? next() : limit(c, next)
  })
}

import { type Door, owesTerms } from '../../src/door/decide'
import { NO_LONGER_NEEDED } from '../../src/door/delivery'
import type { ContactLine } from '../../src/models/contact-lines'
import { momentInWords } from '../components/dates'
import type { Tone } from '../components/state'

type ContactState = { tone: Tone; words: string; cure?: 'send' | 'edit' }

const REFUSED: Record<string, string> = {
  'other-device': 'The link was opened in another browser',
  stale: 'The link had run out',
  unpublished: 'Came before the gallery was open',
  closed: 'Came after the gallery closed',
  'no-cookies': 'The browser keeps no cookies',
  'guests-closed': 'Somebody wanted to look as a guest',
}

/** How a contact stands, in the photographer's words, with the cure where there is a problem (R49, R50). */
export function contactState(line: ContactLine, door: Door, timeZone: string): ContactState {
  const state = accessState(line, timeZone)
  if (state.tone !== 'good' || !owesTerms(door, line.contact)) return state
  return { tone: 'wait', words: `${state.words}; has yet to accept the media usage terms` }
}

function accessState(line: ContactLine, timeZone: string): ContactState {
  const { message, event } = line
  const isMessageNewer = message && message.createdAt >= (event?.at ?? 0)
  if (isMessageNewer && message.kind === 'client-code') return codeState(line, timeZone)
  if (isMessageNewer && message.kind === 'closing-soon' && message.state === 'sent') {
    return { tone: 'none', words: `Reminded of the closing date, ${momentInWords(message.createdAt, timeZone)}` }
  }
  return isMessageNewer || !event ? messageState(line, timeZone) : eventState(line, timeZone)
}

/** A login code is under way: with the reason why it was needed. */
function codeState({ message, event }: ContactLine, timeZone: string): ContactState {
  const when = momentInWords(message?.createdAt ?? 0, timeZone)
  const reason = event?.kind === 'link-refused' ? `${REFUSED[event.because ?? ''] ?? 'The link did not open'}; ` : ''
  const code = message?.channel === 'sms' ? 'a login code by SMS' : 'a login code'
  const codes: Record<string, string> = {
    sent: `${code} was sent ${when}, not entered yet`,
    delivered: `${code} was delivered ${when}, not entered yet`,
    failed: `${code} could not be sent: ${message?.problem ?? ''}`,
  }
  const words = reason + (codes[message?.state ?? ''] ?? `${code} is on its way`)
  return { tone: message?.state === 'failed' ? 'bad' : 'wait', words: capitalised(words), cure: 'send' }
}

const capitalised = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

function messageState({ message, openLinks }: ContactLine, timeZone: string): ContactState {
  if (!message) return { tone: 'none', words: 'Not invited yet', cure: 'send' }
  const when = momentInWords(message.createdAt, timeZone)
  switch (message.state) {
    case 'failed':
      return message.problem === NO_LONGER_NEEDED
        ? { tone: 'none', words: `Email not sent: ${message.problem}` }
        : { tone: 'bad', words: `Email not sent: ${message.problem ?? ''}`, cure: 'edit' }
    case 'sent':
    case 'delivered':
      return openLinks > 0
        ? { tone: 'none', words: `Email sent ${when}, not opened yet` }
        : { tone: 'wait', words: `The link sent ${when} has run out unopened`, cure: 'send' }
    default:
      return message.problem
        ? { tone: 'wait', words: `Email waiting: ${message.problem} We keep trying.` }
        : { tone: 'none', words: 'Email on its way' }
  }
}

function eventState({ event, openLinks }: ContactLine, timeZone: string): ContactState {
  if (!event) return { tone: 'none', words: '' }
  const when = momentInWords(event.at, timeZone)
  switch (event.kind) {
    case 'link-claimed':
      return { tone: 'good', words: `Inside, ${when}` }
    case 'terms-accepted':
      return { tone: 'good', words: `Terms accepted, ${when}` }
    case 'code-entered':
      return { tone: 'good', words: `Inside by login code, ${when}` }
    case 'password-entered':
      return { tone: 'good', words: `Inside by password, ${when}` }
    case 'passkey-entered':
      return { tone: 'good', words: `Inside by passkey, ${when}` }
    case 'portal-entered':
      return { tone: 'good', words: `Inside from the portal, ${when}` }
    case 'device-continued':
      return { tone: 'good', words: `Inside on another device, ${when}` }
    case 'device-approved':
      return { tone: 'good', words: `Inside on a device they approved, ${when}` }
    case 'link-copied':
      return openLinks > 0
        ? { tone: 'none', words: `Link made ${when}, not opened yet` }
        : { tone: 'wait', words: `The link made ${when} has run out unopened`, cure: 'send' }
    default:
      return {
        tone: 'wait',
        words: `${REFUSED[event.because ?? ''] ?? 'The link did not open'}, ${when}`,
        cure: 'send',
      }
  }
}

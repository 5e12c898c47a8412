import type { ContactLine } from '../../src/models/contacts'
import { momentInWords } from '../components/dates'
import type { Tone } from '../components/state'

export type ContactState = { tone: Tone; words: string; cure?: 'send' | 'edit' }

const REFUSED: Record<string, string> = {
  'other-device': 'The link was opened in another browser',
  stale: 'The link had run out',
  unpublished: 'Came before the gallery was open',
  closed: 'Came after the gallery closed',
  'no-cookies': 'The browser keeps no cookies',
  'guests-closed': 'Somebody wanted to look as a guest',
}

/** How a contact stands, in the photographer's words, with the cure where there is a problem (R49, R50). */
export function contactState(line: ContactLine, timeZone: string): ContactState {
  const { message, event } = line
  const isMessageNewer = message && message.createdAt >= (event?.at ?? 0)
  return isMessageNewer || !event ? messageState(line, timeZone) : eventState(line, timeZone)
}

function messageState({ message, openLinks }: ContactLine, timeZone: string): ContactState {
  if (!message) return { tone: 'none', words: 'Not invited yet', cure: 'send' }
  const when = momentInWords(message.createdAt, timeZone)
  switch (message.state) {
    case 'failed':
      return { tone: 'bad', words: `Email not sent: ${message.problem ?? ''}`, cure: 'edit' }
    case 'sent':
      if (message.kind === 'client-code')
        return { tone: 'wait', words: `Login code sent ${when}, not entered yet`, cure: 'send' }
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
    case 'code-entered':
      return { tone: 'good', words: `Inside by login code, ${when}` }
    case 'link-copied':
      return openLinks > 0
        ? { tone: 'none', words: `Link copied ${when}, not opened yet` }
        : { tone: 'wait', words: `The link copied ${when} has run out unopened`, cure: 'send' }
    default:
      return {
        tone: 'wait',
        words: `${REFUSED[event.because ?? ''] ?? 'The link did not open'}, ${when}`,
        cure: 'send',
      }
  }
}

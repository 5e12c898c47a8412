import { NO_LONGER_NEEDED } from '../../src/door/delivery'
import type { ClientLine } from '../../src/models/client-lines'
import { momentInWords } from '../components/dates'
import type { Tone } from '../components/state'

type Words = { tone: Tone; words: string }

/** Whether a client may be sent a login email: they were invited, or have been in before (R31). */
export function hasAccess({ invitedAt, signedInAt }: ClientLine): boolean {
  return invitedAt !== null || signedInAt !== null
}

/** How a client stands with the portal, in the photographer's words. */
export function portalState({ invitedAt, signedInAt }: ClientLine, timeZone: string, now: Date): Words {
  const when = (instant: number) => momentInWords(instant, timeZone, now)
  if (signedInAt !== null) return { tone: 'good', words: `Last signed in ${when(signedInAt)}` }
  if (invitedAt !== null) return { tone: 'none', words: `Invited ${when(invitedAt)}, not signed in yet` }
  return { tone: 'none', words: 'Not invited to the portal' }
}

/** Whether the mail's own state says all there is to say. */
export function isToldByMail(line: ClientLine): boolean {
  return line.signedInAt === null && line.message?.kind === 'portal-invitation' && mailState(line) !== undefined
}

/** What became of the last mail that lets a client in; nothing once they came in after it, or an invitation was sent. */
export function mailState({ message, signedInAt }: ClientLine): (Words & { isCurable: boolean }) | undefined {
  if (!message || message.createdAt <= (signedInAt ?? 0) || message.problem === NO_LONGER_NEEDED) return undefined
  const mail = message.kind === 'portal-invitation' ? 'Invitation' : 'Login email'
  switch (message.state) {
    case 'failed':
      return { tone: 'bad', words: `${mail} not sent: ${message.problem ?? ''}`, isCurable: true }
    case 'delivered':
    case 'sent':
      if (message.kind === 'portal-invitation') return undefined
      return { tone: 'none', words: `${mail} ${message.state}`, isCurable: false }
    default:
      return message.problem
        ? { tone: 'wait', words: `${mail} waiting: ${message.problem} We keep trying.`, isCurable: false }
        : { tone: 'none', words: `${mail} on its way`, isCurable: false }
  }
}

import type { ClientLine } from '../../src/models/client-lines'
import { type ListPlace, paths } from '../../src/paths'
import { Icon } from '../components/icons'
import { phoneInWords } from '../components/phone'
import { State } from '../components/state'
import { hasAccess, isToldByMail, mailState, portalState } from './client-state'

type LinesProps = { lines: ClientLine[]; place: ListPlace; timeZone: string; now: Date }

/** A line for each client, with the menu of what can be done (R31). */
export function ClientLines({ lines, ...page }: LinesProps) {
  return (
    <ul class="lines">
      {lines.map((line) => (
        <Line line={line} {...page} />
      ))}
    </ul>
  )
}

type LineProps = Omit<LinesProps, 'lines'> & { line: ClientLine }

function Line({ line, place, timeZone, now }: LineProps) {
  const portal = portalState(line, timeZone, now)
  const mail = mailState(line)
  const isInvitation = line.message?.kind === 'portal-invitation'
  const again = isInvitation ? paths.clientInvitations(line.id, place) : paths.clientLoginEmails(line.id, place)
  return (
    <li class="line">
      <div class="line-words">
        <span class="line-title">{line.name}</span>
        <p class="quiet">
          {[line.email, line.phone && phoneInWords(line.phone)].filter(Boolean).join(' · ')} ·{' '}
          <Galleries galleries={line.galleries} />
        </p>
      </div>
      <div class="line-state">
        {!isToldByMail(line) && <State tone={portal.tone}>{portal.words}</State>}
        {mail && <State tone={mail.tone}>{mail.words}</State>}
        {mail?.isCurable && (
          <form method="post" action={again}>
            <button>Send a new one</button>
          </form>
        )}
      </div>
      <Actions line={line} place={place} />
    </li>
  )
}

const GALLERIES_NAMED = 3

/** By name, each leading to its contacts. */
function Galleries({ galleries }: Pick<ClientLine, 'galleries'>) {
  if (galleries.length === 0) return <>no galleries</>
  const more = galleries.length - GALLERIES_NAMED
  return (
    <>
      {galleries.slice(0, GALLERIES_NAMED).map(({ id, title }, at) => (
        <>
          {at > 0 && ', '}
          <a href={paths.galleryContacts(id)}>{title}</a>
        </>
      ))}
      {more > 0 && ` and ${more} more`}
    </>
  )
}

function Actions({ line, place }: Pick<LineProps, 'line' | 'place'>) {
  return (
    <details class="menu">
      <summary aria-label={`Actions for ${line.name}`}>
        <Icon name="more" />
      </summary>
      <div class="menu-body">
        {line.signedInAt === null && (
          <form method="post" action={paths.clientInvitations(line.id, place)}>
            <button class="link">Invite to the portal</button>
          </form>
        )}
        {hasAccess(line) && (
          <form method="post" action={paths.clientLoginEmails(line.id, place)}>
            <button class="link">Send login email</button>
          </form>
        )}
        <form method="post" action={paths.clientLinks(line.id, place)}>
          <button class="link">Generate magic link</button>
        </form>
      </div>
    </details>
  )
}

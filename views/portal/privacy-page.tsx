import type { Role } from '../../src/door/role'
import type { PersonalData } from '../../src/models/personal-data'
import { paths } from '../../src/paths'
import { instantDay } from '../components/dates'
import { phoneInWords } from '../components/phone'
import { PortalPage } from '../layouts/portal'
import { ROLE_WORDS } from '../studio/role-words'
import { words } from '../words/en'

type PrivacyProps = {
  studio: { name: string; slug: string; timeZone: string }
  data: PersonalData
  note?: string | undefined
}

/** What a studio knows about a client, in words; the file has it row by row. */
export function PrivacyPage({ studio, data, note }: PrivacyProps) {
  const { title, text, export: take, exportHint, erase, eraseHint } = words.portal.privacy
  return (
    <PortalPage title={title} studio={studio} note={note}>
      <h1>{title}</h1>
      <p class="quiet">{text(studio.name)}</p>
      <Details studio={studio} data={data} />
      <Galleries studio={studio} data={data} />
      <Rest data={data} />
      <div class="known">
        <div class="choice">
          <a class="button" href={paths.personalDataExport(studio)}>
            {take}
          </a>
          <span class="quiet">{exportHint}</span>
        </div>
        <div class="choice">
          <a class="button danger" href={paths.erasure(studio)}>
            {erase}
          </a>
          <span class="quiet">{eraseHint}</span>
        </div>
      </div>
    </PortalPage>
  )
}

type Part = Pick<PrivacyProps, 'studio' | 'data'>

/** Name, address, phone, password, and since when. */
function Details({ studio, data: { details } }: Part) {
  const said = words.portal.privacy
  const day = (at: unknown) => instantDay(Number(at), studio.timeZone)
  const lines = [
    [said.name, details.name],
    [said.email, details.email],
    [said.phone, details.phone ? phoneInWords(String(details.phone)) : said.noPhone],
    [said.password, details.passwordSetAt ? said.isSet(day(details.passwordSetAt)) : said.isNotSet],
    [said.since, day(details.createdAt)],
  ]
  return (
    <section>
      <h2>{said.details}</h2>
      <dl class="known">
        {lines.map(([what, value]) => (
          <div>
            <dt>{what}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** Where they were let in, as what, since when. */
function Galleries({ studio, data }: Part) {
  const { galleries, inGallery, left } = words.portal.privacy
  const day = (at: unknown) => instantDay(Number(at), studio.timeZone)
  if (data.contacts.length === 0) return null
  return (
    <section>
      <h2>{galleries}</h2>
      <dl class="known">
        {data.contacts.map((contact) => (
          <div>
            <dt>{contact.gallery}</dt>
            <dd>
              {inGallery(ROLE_WORDS[contact.role as Role], day(contact.createdAt))}
              {contact.removedAt && `, ${left(day(contact.removedAt))}`}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** How much there is of the rest. */
function Rest({ data }: Pick<Part, 'data'>) {
  const { rest, counts } = words.portal.privacy
  const amounts: Record<keyof typeof counts, number> = {
    visits: data.visits.length,
    signIns: data.signIns.length,
    devices: data.devices.length,
    messages: data.messages.length,
    links: data.links.length + data.clientLinks.length,
    codes: data.codes.length,
    passkeys: data.passkeys.length,
    emailChanges: data.emailChanges.length,
    requests: data.registrations.length + data.timeRequests.length + data.approvals.length,
    events: data.events.length,
  }
  const names = Object.keys(counts) as (keyof typeof counts)[]
  return (
    <section>
      <h2>{rest}</h2>
      <dl class="known">
        {names
          .filter((name) => amounts[name] > 0)
          .map((name) => (
            <div>
              <dt>{counts[name]}</dt>
              <dd>{amounts[name]}</dd>
            </div>
          ))}
      </dl>
    </section>
  )
}

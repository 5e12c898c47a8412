import type { Gallery } from '../../src/db/schema'
import { closedAt, type Door } from '../../src/door/decide'
import type { ContactLine, ErasedLine } from '../../src/models/contact-lines'
import type { GuestLine } from '../../src/models/identities'
import { paths } from '../../src/paths'
import { instantDay, momentInWords } from '../components/dates'
import { Icon } from '../components/icons'
import { State } from '../components/state'
import { Sure } from '../components/sure'
import { StudioGalleryPage } from '../layouts/studio-gallery'
import { contactState } from './contact-state'
import { type RegistrationLine, Registrations } from './registrations'
import { ROLE_WORDS } from './role-words'
import { type TimeRequestLine, TimeRequests } from './time-requests'

type ContactsProps = {
  studio: { name: string; slug: string; timeZone: string }
  gallery: Gallery
  door: Door
  contacts: ContactLine[]
  erased: ErasedLine[]
  guests: GuestLine[]
  requests: TimeRequestLine[]
  registrations: RegistrationLine[]
  now: Date
  flash?: string | undefined
}

/** Who may come in, how each one stands, and the cure beside each problem. */
export function ContactsPage({
  studio,
  gallery,
  door,
  contacts,
  erased,
  guests,
  requests,
  registrations,
  now,
  flash,
}: ContactsProps) {
  return (
    <StudioGalleryPage studio={studio} gallery={gallery} now={now} flash={flash} current="Contacts">
      {requests.length > 0 && <TimeRequests galleryId={gallery.id} requests={requests} timeZone={studio.timeZone} />}
      <p>
        <a class="button primary" href={paths.newContact(gallery.id)}>
          Add a contact
        </a>
      </p>
      {closedAt(gallery, now)?.state === 'unpublished' && contacts.length > 0 && (
        <p class="quiet">The gallery is not open yet, and whoever opens a link now reads so.</p>
      )}
      {contacts.length + erased.length === 0 ? (
        <p class="empty">Your clients will be here, each with the state of their invitation. Add the first one.</p>
      ) : (
        <ul class="lines">
          {contacts.map((line) => (
            <Line line={line} door={door} timeZone={studio.timeZone} />
          ))}
          {erased.map((line) => (
            <Erased line={line} timeZone={studio.timeZone} />
          ))}
        </ul>
      )}
      {guests.length > 0 && <Guests gallery={gallery} guests={guests} timeZone={studio.timeZone} />}
      {(gallery.takesRegistrations || registrations.length > 0) && (
        <Registrations lines={registrations} timeZone={studio.timeZone} />
      )}
    </StudioGalleryPage>
  )
}

function Line({ line, door, timeZone }: { line: ContactLine; door: Door; timeZone: string }) {
  const { contact, client } = line
  const { tone, words, cure } = contactState(line, door, timeZone)
  return (
    <li class="line">
      <div class="line-words">
        <span class="line-title">{client.name}</span>
        <p class="quiet">
          {client.email} · {roleInWords(line)}
        </p>
      </div>
      <div class="line-state">
        <State tone={tone}>{words}</State>
        {line.insideAt && tone !== 'good' && (
          <span class="quiet small">Was inside {momentInWords(line.insideAt, timeZone)}</span>
        )}
        {cure === 'send' && (
          <form method="post" action={paths.contactInvitations(contact.id)}>
            <button>{line.message || line.event ? 'Send a new one' : 'Send email'}</button>
          </form>
        )}
        {cure === 'edit' && (
          <a class="button" href={paths.contact(contact.id)}>
            Fix the address
          </a>
        )}
      </div>
      <details class="menu">
        <summary aria-label={`More for ${client.name}`}>
          <Icon name="more" />
        </summary>
        <div class="menu-body">
          <form method="post" action={paths.contactInvitations(contact.id)}>
            <button class="link">Send email</button>
          </form>
          <form method="post" action={paths.contactLinks(contact.id)}>
            <button class="link">Copy access link</button>
          </form>
          {contact.role === 'vendor' && (
            <a class="link" href={paths.contactPhotos(contact.id)}>
              Choose photographs
            </a>
          )}
          <a class="link" href={paths.contact(contact.id)}>
            Edit
          </a>
          <Sure
            button="Remove"
            label={`Remove ${client.name}`}
            question={`Remove ${client.name} from this gallery? Their links and visits end at once.`}
            action={paths.contactRemoval(contact.id)}
            back={paths.galleryContacts(contact.galleryId)}
          />
        </div>
      </details>
    </li>
  )
}

/** Somebody who was here and asked to be forgotten. */
function Erased({ line: { role, createdAt, erasedAt }, timeZone }: { line: ErasedLine; timeZone: string }) {
  return (
    <li class="line">
      <div class="line-words">
        <span class="line-title quiet">A contact, erased {instantDay(erasedAt, timeZone)} at their own wish</span>
        <p class="quiet">
          {ROLE_WORDS[role]} · added {instantDay(createdAt, timeZone)}
        </p>
      </div>
    </li>
  )
}

function roleInWords({ contact, chosenPhotos }: ContactLine): string {
  const role = ROLE_WORDS[contact.role]
  if (contact.role !== 'vendor' || !contact.seesChosenOnly) return role
  return `${role}, ${chosenPhotos === 1 ? '1 photograph' : `${chosenPhotos} photographs`}`
}

/** Who came as a guest and left a name, by their own word (R20). */
function Guests({ gallery, guests, timeZone }: Pick<ContactsProps, 'gallery' | 'guests'> & { timeZone: string }) {
  return (
    <section class="stack" aria-labelledby="guests">
      <h2 id="guests">Guests who left their name</h2>
      <p class="quiet">What they wrote themselves; nobody has checked it.</p>
      <ul class="lines">
        {guests.map(({ visitId, name, email, at, isContact }) => (
          <li class="line">
            <div class="line-words">
              <span class="line-title">{name}</span>
              <p class="quiet">{email}</p>
            </div>
            <div class="line-state">
              <span class="quiet small">Came {momentInWords(at, timeZone)}</span>
              {isContact ? (
                <span class="quiet small">A contact has this address</span>
              ) : (
                <a class="button" href={paths.newContactFrom(gallery.id, visitId)}>
                  Add as a contact
                </a>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

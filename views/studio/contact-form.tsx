import type { Gallery } from '../../src/db/schema'
import { ROLES } from '../../src/door/role'
import { paths } from '../../src/paths'
import { Field, type Returned } from '../components/field'
import { Flash } from '../components/flash'
import { phoneInWords } from '../components/phone'
import { StudioGalleryPage } from '../layouts/studio-gallery'
import { ROLE_HINTS, ROLE_WORDS } from './role-words'

type Props = Returned & {
  studio: { name: string; slug: string; timeZone: string }
  gallery: Gallery
  now: Date
  /** Of the contact being changed; none for a new one. */
  contactId?: string | undefined
  /** What is on file, where it was changed while this was being typed. */
  onFile?: { name: string; email: string; phone: string | null }
}

const CHANGED =
  'They, or somebody else of the studio, changed this while you were writing. Nothing of yours is saved yet: look at what is on file now, then save again.'

export function ContactFormPage({ studio, gallery, now, contactId, typed, errors, onFile }: Props) {
  const first = Object.keys(errors)[0] ?? 'name'
  const field = (name: string) => ({
    ...{ name, value: typed[name], error: errors[name] },
    autofocus: name === first,
  })
  const nowOnFile = (name: 'name' | 'email' | 'phone') =>
    onFile &&
    `On file now: ${(name === 'phone' && onFile.phone ? phoneInWords(onFile.phone) : onFile[name]) ?? 'nothing'}`
  return (
    <StudioGalleryPage studio={studio} gallery={gallery} now={now} current="Contacts">
      <h2>{contactId ? 'Edit the contact' : 'Add a contact'}</h2>
      <form
        method="post"
        action={contactId ? paths.contact(contactId) : paths.newContact(gallery.id)}
        class="stack narrow"
      >
        <Flash>{onFile && CHANGED}</Flash>
        {contactId && <input type="hidden" name="version" value={typed.version} />}
        <Field {...field('name')} label="Name" required maxlength={80} autocomplete="off" hint={nowOnFile('name')} />
        <Field
          {...field('email')}
          label="Email"
          type="email"
          required
          autocomplete="off"
          hint={nowOnFile('email') ?? (contactId && 'With another address, links sent to the old one stop working.')}
        />
        <Field
          {...field('phone')}
          label="Phone"
          type="tel"
          autocomplete="off"
          hint={nowOnFile('phone') ?? 'With the country code: +43 660 1234567. May stay empty.'}
        />
        <fieldset>
          <legend>Role</legend>
          {ROLES.map((role) => (
            <label class="radio">
              <input type="radio" name="role" value={role} checked={(typed.role ?? 'main') === role} />{' '}
              <span>
                {ROLE_WORDS[role]} <span class="hint">{ROLE_HINTS[role]}</span>
              </span>
            </label>
          ))}
          {errors.role && <p class="error">{errors.role}</p>}
        </fieldset>
        <div class="row">
          <button class="primary">{contactId ? 'Save' : 'Add'}</button>
          {!contactId && (
            <button name="andSend" value="yes">
              Add and send email
            </button>
          )}
        </div>
      </form>
    </StudioGalleryPage>
  )
}

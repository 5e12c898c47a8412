import { raw } from 'hono/html'
import { paths } from '../../src/paths'
import { CopyField } from '../components/copy'
import { Field, type Returned } from '../components/field'
import { Flash } from '../components/flash'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'

export type ShareProps = Returned & {
  studio: { name: string; slug: string }
  gallery: { slug: string; title: string }
  /** The guest link; none while the photographer has switched it off. */
  link: GuestLink | undefined
  note?: string | undefined
}

type GuestLink = {
  url: string
  /** SVG */
  qr: string
  /** Whether whoever opens it is asked for the gallery PIN. */
  asksPin: boolean
}

/** A main client shares the gallery: the guest link, its QR code, or an invitation by email (R22). */
export function SharePage({ studio, gallery, link, note, typed, errors }: ShareProps) {
  const { sharing } = words
  const field = (name: string) => ({
    name,
    value: typed[name],
    error: errors[name],
    required: true,
    autocomplete: 'off',
  })
  return (
    <DoorPage title={sharing.title} studio={studio} scripts={['/copy.js']}>
      <p>{sharing.text(gallery.title)}</p>
      <Flash>{note}</Flash>
      {link && <Link {...link} />}
      <form method="post" action={paths.shareInvitations(studio, gallery)} class="stack part">
        <h2>{sharing.byEmail}</h2>
        <Field {...field('name')} label={sharing.name} maxlength={80} />
        <Field {...field('email')} label={sharing.email} type="email" inputmode="email" />
        <button class="primary">{sharing.invite}</button>
      </form>
      <p>
        <a href={paths.gallery(studio, gallery)}>{words.identify.back}</a>
      </p>
    </DoorPage>
  )
}

function Link({ url, qr, asksPin }: GuestLink) {
  return (
    <section class="stack part" aria-labelledby="by-link">
      <h2 id="by-link">{words.sharing.byLink}</h2>
      <CopyField id="url" label={words.sharing.link} value={url} />
      <p class="quiet small">{words.sharing.linkText(asksPin)}</p>
      <figure class="qr">
        {raw(qr)}
        <figcaption class="quiet">{words.sharing.qr}</figcaption>
      </figure>
    </section>
  )
}

import type { Child } from 'hono/jsx'
import type { Gallery } from '../../src/db/schema'
import { paths } from '../../src/paths'
import { CopyField } from '../components/copy'
import { Field } from '../components/field'
import { StudioGalleryPage } from '../layouts/studio-gallery'

type PinSectionProps = {
  gallery: Pick<Gallery, 'id' | 'guests' | 'pinId'>
  /** Undefined when there is none, or it can't be read any more. */
  pin: string | undefined
  /** Generated, to be taken or typed over. */
  suggestion: string
  /** Whether the form to change it is in sight at once. */
  isChanging?: boolean
  error?: string | undefined
  typed?: string | undefined
}

/** A gallery's PIN: to read, to give, to change, to take away (R14, R16). On a page that loads `/copy.js`. */
export function PinSection(props: PinSectionProps) {
  const { gallery, pin, isChanging = !pin } = props
  return (
    <section class="stack narrow" aria-labelledby="pin-title">
      <h2 id="pin-title">Gallery PIN</h2>
      <p class="quiet">
        Digits that open this gallery to whoever has its address. Tell it apart from the address: each alone opens
        nothing. The clients you invite come in by their own link and are not asked.
      </p>
      {gallery.guests === 'refused' && <p class="flash">Only named contacts come in here now: a PIN opens nothing.</p>}
      {gallery.pinId ? (
        <>
          {pin ? (
            <CopyField id="pin-now" label="The PIN now" value={pin} class="digits" />
          ) : (
            <p class="flash">The PIN can no longer be read. Set a new one.</p>
          )}
          <details class="fold" open={isChanging}>
            <summary>Change or remove it</summary>
            <div class="stack">
              <SetPin {...props} label="New PIN" button="Change the PIN">
                Whoever came in by the old one is asked again.
              </SetPin>
              <Removal gallery={gallery} />
            </div>
          </details>
        </>
      ) : (
        <SetPin {...props} label="PIN" button="Set the PIN" />
      )}
    </section>
  )
}

function SetPin(props: PinSectionProps & { label: string; button: string; children?: Child }) {
  const { gallery, suggestion, typed, error, label, button, children } = props
  return (
    <form method="post" action={paths.galleryPin(gallery.id)} class="stack">
      <Field
        name="pin"
        label={label}
        value={typed ?? suggestion}
        error={error}
        inputmode="numeric"
        autocomplete="off"
        maxlength={40}
        hint={
          <>
            {typed === undefined && 'This one was made up just now; your own will do too.'} 4 to 12 digits. {children}
          </>
        }
      />
      <div class="row">
        <button>{button}</button>
      </div>
    </form>
  )
}

function Removal({ gallery }: Pick<PinSectionProps, 'gallery'>) {
  return (
    <form method="post" action={paths.galleryPinRemoval(gallery.id)} class="stack">
      <p class="quiet small">
        {gallery.guests === 'anyone'
          ? 'Without a PIN, whoever has the address comes in.'
          : 'Without a PIN, the address asks for an email; guests come by the links you give them.'}
      </p>
      <div class="row">
        <button class="link danger">Remove the PIN</button>
      </div>
    </form>
  )
}

type PageProps = PinSectionProps & {
  studio: { name: string; slug: string; timeZone: string }
  gallery: Gallery
  now: Date
}

/** The PIN on a page of its own: where the notice leads, and where a form comes back. */
export function GalleryPinPage({ studio, gallery, now, ...section }: PageProps) {
  return (
    <StudioGalleryPage studio={studio} gallery={gallery} now={now} current="Door" scripts={['/copy.js']}>
      <PinSection gallery={gallery} {...section} isChanging />
    </StudioGalleryPage>
  )
}

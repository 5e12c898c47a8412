import type { Child } from 'hono/jsx'
import type { Gallery } from '../../src/db/schema'
import { paths } from '../../src/paths'
import { Check, Field, type Returned } from '../components/field'
import { StudioPage, type StudioProps } from '../layouts/studio'
import { StudioGalleryPage } from '../layouts/studio-gallery'

type Form = Returned & { studio: { name: string; slug: string } }

export function NewGalleryPage({ studio, flash, typed, errors }: Form & Pick<StudioProps, 'flash'>) {
  return (
    <StudioPage title="New gallery" studio={studio} place="galleries" flash={flash}>
      <h1>New gallery</h1>
      <GalleryForm action={paths.newGallery()} studio={studio} typed={typed} errors={errors} button="Make the gallery">
        <p class="quiet">It stays unpublished until you publish it.</p>
      </GalleryForm>
    </StudioPage>
  )
}

type SettingsProps = Form & Pick<StudioProps, 'flash'> & { studio: { timeZone: string }; gallery: Gallery; now: Date }

export function GallerySettingsPage(props: SettingsProps) {
  const { studio, gallery, now, flash, typed, errors } = props
  return (
    <StudioGalleryPage {...{ studio, gallery, now, flash }} current="Settings">
      <GalleryForm
        action={paths.gallerySettings(gallery.id)}
        studio={studio}
        typed={typed}
        errors={errors}
        button="Save"
      />
    </StudioGalleryPage>
  )
}

function GalleryForm(props: Form & { action: string; button: string; children?: Child }) {
  const { action, button, studio, typed, errors, children } = props
  const field = (name: string) => ({ name, value: typed[name], error: errors[name] })
  return (
    <form method="post" action={action} class="stack narrow">
      <Field {...field('title')} label="Title" required maxlength={120} hint="As your clients know it: Anna & Ben." />
      <Field {...field('eventOn')} label="Date" type="date" />
      <Field {...field('place')} label="Place" maxlength={120} />
      <Field
        {...field('slug')}
        label="Web address"
        maxlength={60}
        hint={`The end of its URL, after /${studio.slug}/. Left empty, it is made of the title.`}
      />
      <Field
        {...field('closesOn')}
        label="Open until"
        type="date"
        hint="The last day clients can look at it. Empty: it stays open."
      />
      <Check
        name="showsCover"
        label="Show the cover at the door"
        checked={typed.showsCover === 'yes'}
        hint="Whoever has a link sees the cover photograph before going in."
      />
      <Check
        name="takesRegistrations"
        label="A page before it opens"
        checked={typed.takesRegistrations === 'yes'}
        hint="Its web address shows the title and the date then, and the cover if the door shows it. Whoever leaves an email there is told when it opens, with the guest link where there is one."
      />
      {children}
      <button class="primary">{button}</button>
    </form>
  )
}

import { paths } from '../../src/paths'
import { dayInWords } from '../components/dates'
import { Field } from '../components/field'
import { DoorPage } from '../layouts/door'
import { Page } from '../layouts/page'
import { words } from '../words/en'

type Listed = { slug: string; title: string; eventOn: string | null; showsCover: boolean; coverKey: string | null }

type HomeProps = {
  studio: { name: string; slug: string; hasGuestCodes: number }
  galleries: Listed[]
  /** What came back in the box for a guest code. */
  typed?: string
  error?: string
}

/** A studio's home: the galleries it shows to everybody, and the ways to the others. */
export function HomePage({ studio, galleries, typed, error }: HomeProps) {
  return (
    <Page title={studio.name}>
      <main class={galleries.length > 0 ? 'home' : 'home bare'}>
        <h1>{studio.name}</h1>
        {galleries.length > 0 && (
          <ul class="listed">
            {galleries.map((gallery) => (
              <Card studio={studio} gallery={gallery} />
            ))}
          </ul>
        )}
        <section class="stack">
          <p>{words.home.text}</p>
          <a class="button primary" href={paths.portal(studio)}>
            {words.portal.overview.title}
          </a>
        </section>
        {(studio.hasGuestCodes === 1 || error) && <GuestCode {...{ studio, typed, error }} />}
        <p class="small">
          <a href={paths.studio()}>{words.home.studio}</a>
        </p>
      </main>
    </Page>
  )
}

/** Where a guest code leads somewhere, or was typed (R21). */
function GuestCode({ studio, typed, error }: { studio: { slug: string }; typed?: string; error?: string }) {
  const { codeTitle, code, hint, open } = words.home
  return (
    <section class="stack part" aria-labelledby="guest-code">
      <h2 id="guest-code">{codeTitle}</h2>
      <form method="post" action={paths.guestCodes(studio)} class="stack">
        <Field
          {...{ name: 'code', label: code, hint, value: typed, error }}
          required
          autocomplete="off"
          maxlength={200}
        />
        <button class="second">{open}</button>
      </form>
    </section>
  )
}

function Card({ studio, gallery }: { studio: { slug: string }; gallery: Listed }) {
  const { title, eventOn, showsCover, coverKey } = gallery
  return (
    <li>
      <a class="listed-gallery" href={paths.gallery(studio, gallery)}>
        <span class="listed-cover">
          {showsCover && coverKey && <img src={paths.cover(coverKey)} alt="" loading="lazy" />}
        </span>
        <span class="listed-title">{title}</span>
        {eventOn && <span class="quiet small">{dayInWords(eventOn)}</span>}
      </a>
    </li>
  )
}

/** Where a deployment holds several studios, or none yet. */
export function FoyerPage() {
  return (
    <DoorPage title="Foyer">
      <p>{words.home.noHome}</p>
      <p>
        <a href={paths.studio()}>{words.home.studio}</a>
      </p>
    </DoorPage>
  )
}

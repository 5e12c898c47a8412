import { paths } from '../../src/paths'
import { WriteTo } from '../door/refused-page'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'

type Studio = { name: string; slug: string; replyTo: string }

/** The link in the mail to the address before: its button puts that one on file again (R43). */
export function RevertPage({ studio, email, token }: { studio: Studio; email: string; token: string }) {
  const { title, text, ends, button } = words.clientAccount.revert
  return (
    <DoorPage title={title} studio={studio}>
      <p>{text(email, studio.name)}</p>
      <p class="quiet">{ends}</p>
      <form method="post" action={paths.link(token)} class="stack">
        <button class="primary">{button}</button>
      </form>
    </DoorPage>
  )
}

/** What came of it, and the ways on. */
export function RevertedPage({ studio, email }: { studio: Studio; email: string }) {
  const { title, text, signIn, password } = words.clientAccount.revert.done
  return (
    <DoorPage title={title} studio={studio}>
      <p>{text(email)}</p>
      <p>
        <a class="button primary" href={paths.portal(studio)}>
          {signIn}
        </a>
      </p>
      <p>
        <a href={paths.resets(studio)}>{password}</a>
      </p>
    </DoorPage>
  )
}

/** A link that undoes nothing any more: what is wrong now, the studio puts right. */
export function RevertOverPage({ studio, because }: { studio: Studio; because: 'over' | 'taken' }) {
  const { title, text } = words.clientAccount.revert[because]
  return (
    <DoorPage title={title} studio={studio}>
      <p>{text(studio.name)}</p>
      <WriteTo studio={studio} />
    </DoorPage>
  )
}

import { paths } from '../../src/paths'
import { WriteTo } from '../door/refused-page'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'

type Studio = { name: string; slug: string; replyTo: string }
type Props = { studio: Studio; change: { oldEmail: string; newEmail: string } }

/** The link in the mail to a new address: its button puts the address on file (R43). */
export function ConfirmPage({ studio, change, token }: Props & { token: string }) {
  const { title, text, ends, button } = words.clientAccount.confirm
  return (
    <DoorPage title={title} studio={studio}>
      <p>{text(change.newEmail, studio.name)}</p>
      <p class="quiet">{ends}</p>
      <form method="post" action={paths.link(token)} class="stack">
        <button class="primary">{button}</button>
      </form>
    </DoorPage>
  )
}

/** What came of it. */
export function ConfirmedPage({ studio, change }: Props) {
  const { title, text, go } = words.clientAccount.confirm.done
  return (
    <DoorPage title={title} studio={studio}>
      <p>{text(change.newEmail, studio.name)}</p>
      <p>
        <a class="button primary" href={paths.portal(studio)}>
          {go}
        </a>
      </p>
    </DoorPage>
  )
}

/** A link that confirms nothing any more. */
export function ConfirmOverPage({ studio }: { studio: Studio }) {
  const { title, text, again } = words.clientAccount.confirm.over
  return (
    <DoorPage title={title} studio={studio}>
      <p>{text}</p>
      <p>
        <a class="button" href={paths.clientEmail(studio)}>
          {again}
        </a>
      </p>
    </DoorPage>
  )
}

/** The link in the mail to the address before: its button puts that one on file again (R43). */
export function RevertPage({ studio, change, token }: Props & { token: string }) {
  const { title, text, ends, button } = words.clientAccount.revert
  return (
    <DoorPage title={title} studio={studio}>
      <p>{text(change.oldEmail, studio.name)}</p>
      <p class="quiet">{ends}</p>
      <form method="post" action={paths.link(token)} class="stack">
        <button class="primary">{button}</button>
      </form>
    </DoorPage>
  )
}

/** What came of it, and the ways on. */
export function RevertedPage({ studio, change }: Props) {
  const { title, text, signIn, password } = words.clientAccount.revert.done
  return (
    <DoorPage title={title} studio={studio}>
      <p>{text(change.oldEmail)}</p>
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

import { paths } from '../../src/paths'
import { EmailField } from '../components/email-field'
import type { Returned } from '../components/field'
import { NewPassword } from '../components/new-password'
import { OutboxNote } from '../components/outbox-note'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'

type Studio = { name: string; slug: string }

/** *Forgot your password?*, *No password yet?*: one field (R29). */
export function ResetAskPage({ studio, typed, errors }: Returned & { studio: Studio }) {
  return (
    <DoorPage title={words.reset.title} studio={studio}>
      <p>{words.reset.text(studio.name)}</p>
      <form method="post" action={paths.resets(studio)} class="stack">
        <EmailField value={typed.email} error={errors.email} />
        <button class="primary">{words.reset.send}</button>
      </form>
    </DoorPage>
  )
}

/** The answer for every address, known or not (P6). */
export function ResetSentPage({ studio, email, outbox }: { studio: Studio; email: string; outbox: boolean }) {
  const { title, text, wait, again } = words.reset.sent
  return (
    <DoorPage title={title} studio={studio}>
      <p>{text(email, studio.name)}</p>
      <p class="quiet">{wait}</p>
      <p>
        <a href={paths.resets(studio)}>{again}</a>
      </p>
      {outbox && <OutboxNote what="link" />}
    </DoorPage>
  )
}

type ResetProps = { studio: Studio; email: string; token: string; password: string; error?: string | undefined }

/** The link's own page: a new password, suggested. */
export function ResetPage({ studio, email, token, password, error }: ResetProps) {
  const { title, text, save } = words.reset.set
  return (
    <DoorPage title={title} studio={studio} scripts={['/new-password.js']}>
      <p>{text(email)}</p>
      <form method="post" action={paths.link(token)} class="stack">
        <NewPassword email={email} value={password} error={error} />
        <button class="primary">{save}</button>
      </form>
      <p>
        <a href={paths.link(token)}>{words.newPassword.another}</a>
      </p>
    </DoorPage>
  )
}

/** A link that sets no password any more says so and offers a new one. */
export function ResetOverPage({ studio, because }: { studio: Studio; because: 'used' | 'over' }) {
  const { title, text } = words.reset[because]
  return (
    <DoorPage title={title} studio={studio}>
      <p>{text}</p>
      <p>
        <a class="button" href={paths.resets(studio)}>
          {words.reset.again}
        </a>
      </p>
    </DoorPage>
  )
}

type DoneProps = { studio: Studio; client: { email: string }; gallery: { slug: string; title: string } | undefined }

/** Whoever set a password by a link signs in with it (R29). */
export function ResetDonePage({ studio, client, gallery }: DoneProps) {
  const { title, text, signIn, home } = words.reset.done
  return (
    <DoorPage title={title} studio={studio}>
      <p>{text(client.email)}</p>
      <p>
        <a class="button primary" href={gallery ? paths.password(studio, gallery) : paths.studioHome(studio)}>
          {gallery ? signIn(gallery.title) : home(studio.name)}
        </a>
      </p>
    </DoorPage>
  )
}

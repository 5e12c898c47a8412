import type { Child } from 'hono/jsx'
import { paths } from '../../src/paths'
import { Flash } from '../components/flash'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'

type Studio = { name: string; slug: string }

type StepUpProps = {
  studio: Studio
  maskedEmail: string
  /** Of a phone on file, where there is a service to reach it. */
  maskedPhone: string | null
  note?: string | undefined
  /** Other ways to prove it, before the codes. */
  children?: Child
}

/** Before anything of an account is changed: who asks for it? (R43) */
export function StepUpPage({ studio, maskedEmail, maskedPhone, note, children }: StepUpProps) {
  const { title, text, email, sms, notNow } = words.portal.stepUp
  return (
    <DoorPage title={title} studio={studio}>
      <p>{text}</p>
      <Flash>{note}</Flash>
      {children}
      <form method="post" action={paths.stepUpCodes(studio)} class="stack">
        <button class={children ? 'second' : 'primary'} name="channel" value="email">
          {email(maskedEmail)}
        </button>
        {maskedPhone && (
          <button class="second" name="channel" value="sms">
            {sms(maskedPhone)}
          </button>
        )}
      </form>
      <p>
        <a href={paths.clientAccount(studio)}>{notNow}</a>
      </p>
    </DoorPage>
  )
}

/** A change that was sent without proof of who sends it: nothing was saved (R43). */
export function StepUpNeededPage({ studio }: { studio: Studio }) {
  const { title, text, go } = words.portal.stepUp.needed
  return (
    <DoorPage title={title} studio={studio}>
      <p>{text}</p>
      <p>
        <a class="button primary" href={paths.stepUp(studio)}>
          {go}
        </a>
      </p>
    </DoorPage>
  )
}

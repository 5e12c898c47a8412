import { paths } from '../../src/paths'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'

type Studio = { name: string; slug: string }

type ConfirmProps = {
  studio: Studio
  /** Whose account it is that asks for the address. */
  account: { name: string; maskedEmail: string }
  newEmail: string
  /** Whether this is the browser that asked. */
  isAsker: boolean
  /** Whether it goes back to the address before. */
  takesBack: boolean
  token: string
}

/**
 * The link in the mail to a new address: its button puts the address on file (R43). Whoever reads it elsewhere than where it
 * was asked for may be somebody else, and is asked whether the account is theirs.
 */
export function ConfirmPage({ studio, account, newEmail, isAsker, takesBack, token }: ConfirmProps) {
  const { title, whose, text, asked, isYours, ends, endsElsewhere, button, yes, no } = words.clientAccount.confirm
  const back = words.clientAccount.revert.ends
  return (
    <DoorPage title={isAsker ? title : whose} studio={studio}>
      <p>{isAsker ? text(newEmail, studio.name) : asked(account.name, account.maskedEmail, newEmail, studio.name)}</p>
      {!isAsker && <p>{isYours(newEmail, studio.name)}</p>}
      <p class="quiet">{takesBack ? back : isAsker ? ends : endsElsewhere}</p>
      <form method="post" action={paths.link(token)} class="stack">
        <button class="primary">{isAsker ? button : yes}</button>
        {!isAsker && <button formaction={paths.linkRefusal(token)}>{no}</button>}
      </form>
    </DoorPage>
  )
}

/** What came of it. */
export function ConfirmedPage({ studio, newEmail, isAsker }: { studio: Studio; newEmail: string; isAsker: boolean }) {
  const { title, text, elsewhere, go } = words.clientAccount.confirm.done
  return (
    <DoorPage title={title} studio={studio}>
      <p>{text(newEmail, studio.name)}</p>
      {!isAsker && <p>{elsewhere}</p>}
      <p>
        <a class="button primary" href={paths.portal(studio)}>
          {go}
        </a>
      </p>
    </DoorPage>
  )
}

/** *No, I did not ask for this*: nothing was changed, and nothing can be by this link. */
export function ConfirmRefusedPage({ studio }: { studio: Studio }) {
  const { title, text } = words.clientAccount.confirm.refused
  return (
    <DoorPage title={title} studio={studio}>
      <p>{text(studio.name)}</p>
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

/** Mails about passkeys (R43). */
import { codeMail, stepUpMail } from '../../views/mail/code'
import { passkeysMail, usePasskeyMail } from '../../views/mail/passkeys'
import * as passkeys from '../models/passkeys'
import * as staff from '../models/staff'
import { paths } from '../paths'
import type { Composed, Composing } from './composing'

/** To whose passkeys changed: what there is now, and where to undo it. */
export async function composePasskeysChanged({ db, settings, message }: Composing): Promise<Composed> {
  const about = await passkeys.forMessage(db, message)
  if (!about) return undefined
  const url = settings.PUBLIC_ORIGIN + (about.isClient ? paths.clientPasskeys(about.studio) : paths.staffAccount())
  return { studio: about.studio, mail: passkeysMail({ ...about, url }) }
}

/** A login code to somebody of a studio; to who has a passkey, that it is to be used: no code of theirs ever leaves (R52). */
export async function composeStaffCode({ db, settings, message, delivery }: Composing): Promise<Composed> {
  const about = await staff.forMessage(db, message)
  const { code, isStepUp } = delivery
  if (!about || !code) return undefined
  const { studio } = about
  const url = settings.PUBLIC_ORIGIN + paths.signIn()
  if (about.hasPasskey) return { studio, mail: usePasskeyMail({ studio, url }) }
  return { studio, mail: isStepUp ? stepUpMail({ studio, code, hasPassword: false }) : codeMail({ studio, code }) }
}

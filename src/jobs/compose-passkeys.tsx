/** Mails about passkeys (R43). */
import { passkeysMail } from '../../views/mail/passkeys'
import { database } from '../db/client'
import type { Message } from '../db/schema'
import * as passkeys from '../models/passkeys'
import { paths } from '../paths'
import type { Settings } from '../settings'
import type { Composed } from './compose-times'

/** To whose passkeys changed: what there is now, and where to undo it. */
export async function composePasskeysChanged(env: Env, settings: Settings, message: Message): Promise<Composed> {
  const about = await passkeys.forMessage(database(env.DB), message)
  if (!about) return undefined
  const url = settings.PUBLIC_ORIGIN + (about.isClient ? paths.clientPasskeys(about.studio) : paths.staffAccount())
  return { studio: about.studio, mail: passkeysMail({ ...about, url }) }
}

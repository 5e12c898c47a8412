/** Mails to clients about their own accounts (R43). */
import { momentInFull } from '../../views/components/dates'
import { passwordChangedMail } from '../../views/mail/password-changed'
import { database } from '../db/client'
import type { Message } from '../db/schema'
import * as accountMessages from '../models/account-messages'
import { paths } from '../paths'
import type { Settings } from '../settings'
import type { Composed } from './compose-times'

/** A password was set or changed. */
export async function composePasswordChanged(env: Env, settings: Settings, message: Message): Promise<Composed> {
  const to = await accountMessages.forMessage(database(env.DB), message)
  if (!to) return undefined
  const { studio, client } = to
  const mail = passwordChangedMail({
    studio,
    name: client.name,
    moment: momentInFull(message.createdAt, studio.timeZone),
    resetUrl: settings.PUBLIC_ORIGIN + paths.resets(studio),
    devicesUrl: settings.PUBLIC_ORIGIN + paths.clientDevices(studio),
  })
  return { studio, mail }
}

/** Mails about browsers with which somebody signs in (R44). */
import { newDeviceMail } from '../../views/mail/new-device'
import * as newDevices from '../models/new-devices'
import { paths } from '../paths'
import type { Composed, Composing } from './composing'

/** "You signed in on a new device": to a client, or to a person of the studio. */
export async function composeNewDevice({ db, settings, message }: Composing): Promise<Composed> {
  const about = await newDevices.ofMessage(db, message)
  if (!about) return undefined

  const { studio, person, device, isClient } = about
  const urls = isClient
    ? { devices: paths.clientDevices(studio), reset: settings.PUBLIC_ORIGIN + paths.resets(studio) }
    : { devices: paths.staffDevices(), reset: undefined }
  const seen = { browser: device?.browser ?? null, place: device?.place ?? null, at: message.createdAt }
  const links = { ...urls, devices: settings.PUBLIC_ORIGIN + urls.devices }
  return { studio, mail: newDeviceMail({ studio, name: person.name, seen, urls: links }) }
}

import { CODE_VALID_MINUTES } from '../../src/door/code'
import { gsm, septets } from './gsm'

const ONE_MESSAGE = 160

/**
 * A login code as an SMS: the code first, so that it shows in a notification, and last the line by which a browser fills
 * it in at this host alone (https://wicg.github.io/sms-one-time-codes/). Fits one message unless the host is very long.
 * @param host without a port
 */
export function codeSms({ studio, code, host }: { studio: { name: string }; code: string; host: string }): string {
  const text = (name: string) =>
    `${code} is your login code${name && ` for ${name}`}, good for ${CODE_VALID_MINUTES} minutes.\n\n@${host} #${code}`
  const room = ONE_MESSAGE - septets(text('')) - ' for '.length
  return text(cut(gsm(studio.name), room))
}

/** The beginning of a name that takes at most `room` septets; nothing where no word would be left of it. */
function cut(name: string, room: number): string {
  if (!/[\p{L}\d]/u.test(name)) return ''
  if (septets(name) <= room) return name
  const words = name.split(' ')
  while (words.length > 0 && septets(`${words.join(' ')}...`) > room) words.pop()
  return words.length > 0 ? `${words.join(' ')}...` : ''
}

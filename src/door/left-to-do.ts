import { DAY_MS } from '../lib/time'
import { dayEndingAt, dayIn } from '../lib/zone'

/** Something that a client has left to do in a gallery, or has to know while there is time. */
export type ToDo = {
  kind: 'closes'
  /** The last day that the gallery is open, `YYYY-MM-DD` where the studio is, and how many days away it is: 0 is today. */
  lastDay: string
  daysLeft: number
}

/**
 * What a client has left to do in an open gallery, the most pressing first (R42). Pure: `now` is passed in.
 * @param zone IANA name, of the studio
 */
export function leftToDo(gallery: { closesAt: Date | null }, zone: string, now: Date): ToDo[] {
  return [...closing(gallery, zone, now)]
}

function closing({ closesAt }: { closesAt: Date | null }, zone: string, now: Date): ToDo[] {
  if (!closesAt) return []
  const lastDay = dayEndingAt(closesAt, zone)
  const daysLeft = Math.round((Date.parse(lastDay) - Date.parse(dayIn(now, zone))) / DAY_MS)
  return [{ kind: 'closes', lastDay, daysLeft }]
}

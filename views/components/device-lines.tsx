import { words } from '../words/en'
import { agoInWords, dayOrTimeInWords } from './dates'
import { State } from './state'

/** A browser with which somebody is signed in; times in milliseconds. */
export type DeviceProps = {
  sessionId: string
  isThis: boolean
  browser: string | null
  place: string | null
  seenAt: number | null
  since: number
  isSignedIn: boolean
}

type Props = {
  devices: DeviceProps[]
  timeZone: string
  now: Date
  /** Where to sign out this device, another one, and all others. */
  own: string
  one: (sessionId: string) => string
  others: string
}

/** Signed-in devices, one line each; each can be signed out, and all others at once (R44). */
export function DeviceLines({ devices, others, ...line }: Props) {
  return (
    <>
      <ul class="lines">
        {devices.map((device) => (
          <Line device={device} {...line} />
        ))}
      </ul>
      {devices.length > 1 ? (
        <form method="post" action={others}>
          <button>{words.portal.devices.others}</button>
        </form>
      ) : (
        <p class="quiet">{words.portal.devices.only}</p>
      )}
    </>
  )
}

function Line({ device, timeZone, now, own, one }: Omit<Props, 'devices' | 'others'> & { device: DeviceProps }) {
  const { unknown, here, seen, signedIn, byLink, signOut, of } = words.portal.devices
  const name = device.browser ?? unknown
  const when = dayOrTimeInWords(device.since, timeZone, now)
  const seenAt = device.seenAt ?? device.since
  return (
    <li class="line">
      <div class="line-words">
        <p class="facts">
          <span>{name}</span>
          {device.isThis && <State tone="good">{here}</State>}
        </p>
        <p class="quiet facts">
          {device.place && <span>{device.place}</span>}
          <span>{device.isSignedIn ? signedIn(when) : byLink(when)}</span>
          {!device.isThis && <span>{seen(agoInWords(seenAt, now))}</span>}
        </p>
      </div>
      <form method="post" action={device.isThis ? own : one(device.sessionId)}>
        <button aria-label={of(device.isThis ? here.toLowerCase() : name)}>{signOut}</button>
      </form>
    </li>
  )
}

import { paths } from '../../src/paths'
import { DeviceLines, type DeviceProps } from '../components/device-lines'
import { PortalPage } from '../layouts/portal'
import { words } from '../words/en'

type Props = {
  studio: { name: string; slug: string; timeZone: string }
  devices: DeviceProps[]
  note?: string | undefined
  now: Date
}

/** Where a client is signed in at one studio (R44). */
export function ClientDevicesPage({ studio, devices, note, now }: Props) {
  const { title, text } = words.portal.devices
  return (
    <PortalPage title={title} studio={studio} note={note}>
      <div class="heading">
        <div>
          <h1>{title}</h1>
          <p class="quiet facts">{text(studio.name)}</p>
        </div>
      </div>
      <DeviceLines
        {...{ devices, now }}
        timeZone={studio.timeZone}
        own={paths.portalSignOut(studio)}
        one={(sessionId) => paths.clientDeviceRemoval(studio, sessionId)}
        others={paths.otherDevicesRemoval(studio)}
      />
    </PortalPage>
  )
}

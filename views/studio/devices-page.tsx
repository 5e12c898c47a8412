import { paths } from '../../src/paths'
import { DeviceLines, type DeviceProps } from '../components/device-lines'
import { StudioPage } from '../layouts/studio'

type Props = {
  studio: { name: string; timeZone: string }
  devices: DeviceProps[]
  flash?: string | undefined
  now: Date
}

/** Where a person of the studio is signed in. */
export function StaffDevicesPage({ studio, devices, flash, now }: Props) {
  return (
    <StudioPage title="Your devices" studio={studio} place="account" flash={flash}>
      <div class="heading">
        <div>
          <h1>Your devices</h1>
          <p class="quiet facts">Where you are signed in to the studio. What you do not know you can sign out.</p>
        </div>
      </div>
      <DeviceLines
        {...{ devices, now }}
        timeZone={studio.timeZone}
        own={paths.signOut()}
        one={paths.staffDeviceRemoval}
        others={paths.otherStaffDevicesRemoval()}
      />
    </StudioPage>
  )
}

import type { Gallery } from '../../src/db/schema'
import type { Door } from '../../src/door/decide'
import type { Returned } from '../components/field'
import { StudioGalleryPage } from '../layouts/studio-gallery'
import { type GuestCode, LinksToShare, type RoleLinks } from './door-links'
import { DoorSettings, Presets } from './door-settings'
import { Visitors } from './door-visitors'
import { PinSection } from './pin-section'

export type GalleryDoorProps = Returned & {
  studio: { name: string; slug: string; timeZone: string }
  gallery: Gallery
  door: Door
  /** Whether the settings still are as the preset filled them. */
  isAsFilled: boolean
  links: RoleLinks
  guestCode: GuestCode
  /** Undefined when there is none, or its key is gone. */
  pin: string | undefined
  suggestedPin: string
  now: Date
  flash?: string | undefined
}

/** A gallery's door: how it is set, what comes of it for each visitor, and what may be passed on. */
export function GalleryDoorPage(props: GalleryDoorProps) {
  const { studio, gallery, door, isAsFilled, links, guestCode, pin, suggestedPin, now, flash, typed, errors } = props
  const ways = { guest: Boolean(links.guest), invited: Boolean(links.invited), guestCode: Boolean(guestCode) }
  return (
    <StudioGalleryPage {...{ studio, gallery, now, flash }} current="Door" scripts={['/copy.js']}>
      <Presets gallery={gallery} isAsFilled={isAsFilled} error={errors.preset} />
      <div class="aside">
        <DoorSettings gallery={gallery} errors={errors} />
        <div class="parts">
          <Visitors door={door} ways={ways} now={now} />
          <PinSection gallery={gallery} pin={pin} suggestion={suggestedPin} />
        </div>
      </div>
      <LinksToShare {...{ gallery, links, guestCode, typed, errors }} />
    </StudioGalleryPage>
  )
}

import type { Channel } from '../../src/door/code'
import { paths } from '../../src/paths'
import { words } from '../words/en'

type Slugged = { slug: string }

export type WaysProps = {
  studio: Slugged
  gallery: Slugged
  /** The client's own link that did not open here; none for a typed address. */
  link?:
    | {
        token: string
        because: 'stale' | 'other-device'
        maskedPhone: string | null
        maskedEmail: string
        admitsGuest: boolean
      }
    | undefined
  /** How a code can be sent instead. */
  channel?: Channel | undefined
  hasPassword?: boolean
}

/** Other ways in, beside the one that the screen asks for: no dead end (R4, R13). */
export function OtherWays({ studio, gallery, link, channel, hasPassword }: WaysProps) {
  return (
    <ul class="ways">
      {channel && (
        <li>
          <form method="post" action={paths.codes(studio, gallery)}>
            <input type="hidden" name="channel" value={channel} />
            <button class="link">{words.code.instead(channel, link)}</button>
          </form>
        </li>
      )}
      {hasPassword && (
        <li>
          <a href={paths.password(studio, gallery)}>{words.password.use}</a>
        </li>
      )}
      {link?.because === 'other-device' && <Approve {...{ studio, gallery }} />}
      {!link && (
        <li>
          <a href={paths.doorSignIn(studio, gallery)}>{words.code.other}</a>
        </li>
      )}
      {link?.admitsGuest && (
        <li>
          <form method="post" action={paths.linkGuest(link.token)}>
            <button class="link">{words.cover.notMe}</button>
          </form>
        </li>
      )}
    </ul>
  )
}

/** Where the link was opened, the same person is in: that browser can let this one in. */
export function Approve({ studio, gallery }: Pick<WaysProps, 'studio' | 'gallery'>) {
  return (
    <li>
      <form method="post" action={paths.approvals(studio, gallery)}>
        <button class="link">{words.approval.ask}</button>
      </form>
    </li>
  )
}

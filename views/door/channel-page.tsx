import { paths } from '../../src/paths'
import { Flash } from '../components/flash'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'
import { OtherWays, type WaysProps } from './other-ways'

type Props = Pick<WaysProps, 'gallery'> & {
  studio: { name: string; slug: string }
  link: NonNullable<WaysProps['link']> & { because: 'stale' | 'other-device'; hasPassword: boolean }
  note?: string | undefined
}

/** A phone is on file: the code goes where the client says (R11). */
export function ChannelPage({ studio, gallery, link, note }: Props) {
  return (
    <DoorPage title={words.channel.title} studio={studio}>
      <p>{words.code.because[link.because]}</p>
      <Flash>{note}</Flash>
      <form method="post" action={paths.codes(studio, gallery)} class="stack">
        <p>{words.channel.text}</p>
        <button class="primary" name="channel" value="sms">
          {words.channel.sms(link.maskedPhone ?? '')}
        </button>
        <button class="second" name="channel" value="email">
          {words.channel.email(link.maskedEmail)}
        </button>
      </form>
      <OtherWays studio={studio} gallery={gallery} link={link} hasPassword={link.hasPassword} />
    </DoorPage>
  )
}

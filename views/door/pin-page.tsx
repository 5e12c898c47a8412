import { paths } from '../../src/paths'
import { Field } from '../components/field'
import { Flash } from '../components/flash'
import { Proof } from '../components/proof'
import { Wait } from '../components/wait'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'
import { ContinueAs, type Known, weightBeside } from './continue-as'

export type PinProps = {
  studio: { name: string; slug: string; replyTo: string }
  gallery: { slug: string; title: string }
  hasChanged?: boolean
  known?: Known
  note?: string | undefined
  typed?: string | undefined
  error?: string | undefined
  /** Seconds until a try is looked at. */
  wait?: number | undefined
  /** The work that has to be done first, see door/proof.ts. */
  challenge?: string | undefined
}

const LONGEST_TYPED = 40

/** The gallery PIN, typed by whoever was told it (R14–R18). Whoever was not finds the other ways in. */
export function PinPage({ studio, gallery, hasChanged, known, note, typed, error, wait = 0, challenge }: PinProps) {
  const scripts = [...(wait > 0 ? ['/countdown.js'] : []), ...(challenge ? ['/proof.js'] : [])]
  return (
    <DoorPage title={gallery.title} studio={studio} scripts={scripts}>
      <ContinueAs studio={studio} gallery={gallery} known={known} />
      <p>{hasChanged ? words.pin.changed : words.pin.text}</p>
      <Flash>{note}</Flash>
      <form
        method="post"
        action={paths.pin(studio, gallery)}
        class="stack"
        data-wait={wait || undefined}
        data-challenge={challenge}
      >
        <Field
          name="pin"
          label={words.pin.label}
          inputmode="numeric"
          autocomplete="off"
          value={typed?.slice(0, LONGEST_TYPED)}
          error={error}
          required
          autofocus={!known}
          maxlength={LONGEST_TYPED}
          class="digits"
        />
        <button class={weightBeside(known)}>{words.pin.open}</button>
        {wait > 0 && <Wait seconds={wait} text={words.pin.again} over={words.pin.now} />}
        {challenge && <Proof />}
      </form>
      <OtherWays studio={studio} gallery={gallery} />
    </DoorPage>
  )
}

function OtherWays({ studio, gallery }: Pick<PinProps, 'studio' | 'gallery'>) {
  const { none, signIn, or, ask } = words.pin
  return (
    <p class="quiet small">
      {none} <a href={paths.doorSignIn(studio, gallery)}>{signIn}</a> {or}{' '}
      <a href={`mailto:${studio.replyTo}`}>{ask}</a>.
    </p>
  )
}

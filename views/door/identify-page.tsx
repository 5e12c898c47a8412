import type { Act } from '../../src/door/engage'
import { paths } from '../../src/paths'
import { Field, type Returned } from '../components/field'
import { Flash } from '../components/flash'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'
import { ContinueAs, type Known, weightBeside } from './continue-as'

export type IdentifyProps = Returned & {
  studio: { name: string; slug: string }
  gallery: { slug: string }
  /** At the email wall, before an act, or because the guest wants to. */
  when: 'wall' | 'own' | Act
  /** A name and an email as they are written, or an account. */
  what: 'email' | 'account'
  /** Whether they may go on without: then it says so. */
  skippable?: boolean
  known?: Known
  note?: string | undefined
}

/** A guest says who they are: at the email wall (R20), or before something that asks for it (R26, R27). */
export function IdentifyPage({ studio, gallery, when, what, skippable, known, note, typed, errors }: IdentifyProps) {
  const { title, text } = reasonOf(when, what)
  const field = (name: string) => ({ name, value: typed[name], error: errors[name], required: true })
  const action = what === 'account' ? paths.identityCodes(studio, gallery) : paths.identity(studio, gallery)
  return (
    <DoorPage title={title} studio={studio}>
      <ContinueAs studio={studio} gallery={gallery} known={known} />
      <p>{text(studio.name)}</p>
      <p>{words.identify.what[what]}</p>
      <Flash>{note}</Flash>
      <form method="post" action={action} class="stack">
        {when !== 'wall' && when !== 'own' && <input type="hidden" name="for" value={when} />}
        <Field {...field('name')} label={words.identify.name} autocomplete="name" maxlength={80} />
        <Field {...field('email')} label={words.door.email} type="email" autocomplete="email" inputmode="email" />
        <button class={weightBeside(known)}>
          {what === 'account' ? words.door.send : words.identify.enter[buttonOf(when)]}
        </button>
      </form>
      <p>
        {when === 'wall' ? (
          <a href={paths.doorSignIn(studio, gallery)}>{words.identify.signIn}</a>
        ) : (
          <a href={paths.gallery(studio, gallery)}>{skippable ? words.identify.notNow : words.identify.back}</a>
        )}
      </p>
    </DoorPage>
  )
}

function reasonOf(when: IdentifyProps['when'], what: IdentifyProps['what']) {
  const { wall, own, account, before } = words.identify
  if (when === 'wall') return wall
  if (when === 'own') return what === 'account' ? account : own
  return before[when]
}

function buttonOf(when: IdentifyProps['when']): keyof typeof words.identify.enter {
  return when === 'wall' || when === 'own' ? when : 'before'
}

import { words } from '../words/en'
import { dayInWords } from './dates'
import { Sure } from './sure'

export type PasskeyLine = {
  id: string
  name: string
  createdAt: Date
  usedAt: Date | null
  /** The gallery that an unproved one opens and nothing else, and its title; empty for a proved one. */
  galleryId: string | null
  galleryTitle: string | null
}

type Props = {
  passkeys: PasskeyLine[]
  timeZone: string
  renameAt: (id: string) => string
  removeAt: (id: string) => string
  /** The page that they stand on. */
  back: string
  /** Whether they may be changed now. */
  mayChange?: boolean
}

/** Somebody's passkeys, each to rename or remove. */
export function PasskeyList({ passkeys, timeZone, renameAt, removeAt, back, mayChange = true }: Props) {
  const { line, only, name: label, rename, save, remove, sure } = words.passkeys
  const day = (instant: Date) => dayInWords(new Intl.DateTimeFormat('sv-SE', { timeZone }).format(instant))
  return (
    <ul class="lines">
      {passkeys.map(({ id, name, createdAt, usedAt, galleryId, galleryTitle }) => (
        <li class="line">
          <div class="line-words">
            <span class="line-title">{name}</span>
            <p class="quiet">{line(day(createdAt), usedAt && day(usedAt))}</p>
            {galleryId && <p class="quiet">{only(galleryTitle)}</p>}
            {mayChange && (
              <details class="fold small">
                <summary aria-label={`${rename} ${name}`}>{rename}</summary>
                <form method="post" action={renameAt(id)} class="row">
                  <input name="name" value={name} required maxlength={60} aria-label={label} />
                  <button>{save}</button>
                </form>
              </details>
            )}
          </div>
          {mayChange && (
            <Sure
              button={remove}
              label={`${remove} ${name}`}
              question={sure(name)}
              action={removeAt(id)}
              back={back}
              class="button"
            />
          )}
        </li>
      ))}
    </ul>
  )
}

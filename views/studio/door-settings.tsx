import type { Gallery } from '../../src/db/schema'
import { GUESTS, PRESETS } from '../../src/door/preset'
import { paths } from '../../src/paths'
import { Check, Select } from '../components/field'
import { ASK_WORDS, GUEST_WORDS, PRESET_WORDS } from './door-words'

/** Five cards, each a way to set the whole door (R23). */
export function Presets({ gallery, isAsFilled, error }: { gallery: Gallery; isAsFilled: boolean; error?: string }) {
  const current = `${PRESET_WORDS[gallery.preset].name}${isAsFilled ? '' : ', changed'}`
  return (
    <form method="post" action={paths.galleryPreset(gallery.id)} class="stack">
      <fieldset>
        <legend class="quiet">
          Now: <strong>{current}</strong>
        </legend>
        <div class="cards">
          {PRESETS.map((preset) => (
            <label class="card">
              <input type="radio" name="preset" value={preset} checked={gallery.preset === preset} />
              <span class="card-title">{PRESET_WORDS[preset].name}</span>
              <span class="hint">{PRESET_WORDS[preset].text}</span>
            </label>
          ))}
        </div>
        {error && <p class="error">{error}</p>}
      </fieldset>
      <p class="row">
        <button>Use this preset</button>
        <span class="hint">
          It fills the settings below. <em>PIN</em> makes a gallery PIN; the others take it away.
        </span>
      </p>
    </form>
  )
}

/** The settings, each by itself. */
export function DoorSettings({ gallery, errors }: { gallery: Gallery; errors: Record<string, string> }) {
  const { guests, asksEmail, asksAccount, isListed } = gallery
  return (
    <form method="post" action={paths.galleryDoor(gallery.id)} class="stack" aria-labelledby="settings">
      <h2 id="settings">Settings</h2>
      <fieldset>
        <legend>Who may come without a personal invitation</legend>
        {GUESTS.map((kind) => (
          <label class="radio">
            <input type="radio" name="guests" value={kind} checked={guests === kind} />{' '}
            <span>
              {GUEST_WORDS[kind].name} <span class="hint">{GUEST_WORDS[kind].text}</span>
            </span>
          </label>
        ))}
        {errors.guests && <p class="error">{errors.guests}</p>}
      </fieldset>
      <Check
        {...{ name: 'asksEmail', label: 'Ask guests for name and email', checked: asksEmail }}
        hint="Before the photographs. It makes no account."
      />
      <Check
        {...{ name: 'asksAccount', label: 'An account before the first photograph', checked: asksAccount }}
        hint="For main clients, vendors and everybody you invite by email."
      />
      <Check
        {...{ name: 'isListed', label: 'On your home page', checked: isListed }}
        hint="Title, date and cover, while the gallery is open and guests are admitted."
      />
      <Select
        {...{
          name: 'asksBeforeDownload',
          label: 'Before a download, ask guests for',
          value: gallery.asksBeforeDownload,
        }}
        options={ASK_WORDS}
      />
      <Select
        {...{ name: 'asksBeforeShare', label: 'Before sharing, ask guests for', value: gallery.asksBeforeShare }}
        options={ASK_WORDS}
      />
      <button class="primary">Save</button>
    </form>
  )
}

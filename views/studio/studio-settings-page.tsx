import { paths } from '../../src/paths'
import { type Returned, TextField } from '../components/field'
import { StudioPage, type StudioProps } from '../layouts/studio'

type Props = Returned &
  Pick<StudioProps, 'flash'> & {
    studio: { name: string; mediaTerms: string; mediaTermsVersion: number }
    /** How many contacts are vendors, and how many of them have accepted the terms of now. */
    vendors: number
    accepted: number
  }

/** What holds for the whole studio. */
export function StudioSettingsPage({ studio, vendors, accepted, flash, typed, errors }: Props) {
  return (
    <StudioPage title="Settings" studio={studio} place="settings" flash={flash}>
      <h1>Settings</h1>
      <form method="post" action={paths.studioSettings()} class="stack prose">
        <h2>Media usage terms</h2>
        <TextField
          name="terms"
          label="What vendors may do with your photographs"
          value={typed.terms}
          error={errors.terms}
          rows={14}
          hint="Vendors accept this text before they see a photograph. While it is empty they are asked nothing. An empty line begins a new paragraph."
        />
        {studio.mediaTerms !== '' && (
          <p>
            Version {studio.mediaTermsVersion}: {acceptedBy(vendors, accepted)}
            <span class="quiet"> When you save a change, every vendor is asked again.</span>
          </p>
        )}
        <p>
          <button class="primary">Save</button>
        </p>
      </form>
    </StudioPage>
  )
}

function acceptedBy(vendors: number, accepted: number): string {
  if (vendors === 0) return 'none of your galleries has a vendor yet.'
  if (vendors === 1)
    return accepted === 1 ? 'your one vendor has accepted it.' : 'your one vendor has not accepted it yet.'
  return `${accepted} of ${vendors} vendors have accepted it.`
}

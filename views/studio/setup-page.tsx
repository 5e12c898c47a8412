import { paths } from '../../src/paths'
import { Field, type Returned } from '../components/field'
import { DoorPage } from '../layouts/door'

/** The first studio and its owner, once. */
export function SetupPage({ asksForKey, typed, errors }: { asksForKey: boolean } & Returned) {
  const first = Object.keys(errors)[0] ?? 'studioName'
  const field = (name: string) => ({
    ...{ name, value: typed[name], error: errors[name] },
    autofocus: name === first,
  })
  return (
    <DoorPage title="Set up your studio" scripts={['/setup.js']}>
      <form method="post" action={paths.setup()} class="stack">
        {asksForKey && (
          <Field
            {...field('key')}
            label="Setup key"
            type="password"
            hint="The SETUP_KEY secret of this deployment."
            autocomplete="off"
          />
        )}
        <Field {...field('studioName')} label="Studio" required maxlength={80} autocomplete="organization" />
        <Field
          {...field('slug')}
          label="Web address"
          hint="Letters, digits and hyphens: your galleries are at /address/gallery. Left empty, it is made of the name."
          maxlength={60}
        />
        <Field {...field('name')} label="Your name" required maxlength={80} autocomplete="name" />
        <Field
          {...field('email')}
          label="Your email"
          type="email"
          required
          autocomplete="email"
          hint="You sign in with codes sent here."
        />
        <Field {...field('timeZone')} label="Time zone" required hint="For closing dates, like Europe/Vienna." />
        <button class="primary">Set up</button>
      </form>
    </DoorPage>
  )
}

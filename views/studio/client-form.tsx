import { paths } from '../../src/paths'
import { Field, type Returned } from '../components/field'
import { StudioPage } from '../layouts/studio'

/** *Invite to the portal*, by a typed address (R31). */
export function ClientFormPage({ studio, typed, errors }: Returned & { studio: { name: string } }) {
  const field = (name: string) => ({ name, value: typed[name], error: errors[name] })
  return (
    <StudioPage title="Invite to the portal" studio={studio} place="clients">
      <h1>Invite to the portal</h1>
      <p class="prose">
        They get an email with a link into the portal, and how to come in without one. The access belongs to this
        address.
      </p>
      <form method="post" action={paths.newClient()} class="stack narrow">
        <Field {...field('email')} label="Email" type="email" inputmode="email" autocomplete="off" required />
        <Field
          {...field('name')}
          label="Name"
          autocomplete="off"
          maxlength={80}
          hint="May stay empty: then we take it from the address. Somebody you know already keeps theirs."
        />
        <button class="primary">Send the invitation</button>
        <p>
          <a href={paths.clients()}>Back to the clients</a>
        </p>
      </form>
    </StudioPage>
  )
}

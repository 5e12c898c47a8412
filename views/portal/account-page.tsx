import type { Child } from 'hono/jsx'
import { paths } from '../../src/paths'
import { OutboxNote } from '../components/outbox-note'
import { phoneInWords } from '../components/phone'
import { PortalPage } from '../layouts/portal'
import { words } from '../words/en'

type Studio = { name: string; slug: string }

type AccountProps = {
  studio: Studio
  client: { name: string; email: string; phone: string | null }
  /** The day on which the password was set, in words; none while there is no password. */
  passwordSince: string | undefined
  /** The address that waits for its confirmation. */
  pending: string | undefined
  note?: string | undefined
  /** On a local start: where its mail is. */
  outbox: boolean
}

/** What is on file of a client, to read; what changes it asks for a step-up first (R42, R43). */
export function AccountPage({ studio, client, passwordSince, pending, note, outbox }: AccountProps) {
  const { title, changeWhat, changePassword, noPhone, noPassword, ...w } = words.clientAccount
  const password = passwordSince
    ? { verb: w.change, label: changePassword.set, says: w.passwordSince(passwordSince) }
    : { verb: w.set, label: changePassword.none, says: noPassword }
  return (
    <PortalPage title={title} studio={studio} note={note}>
      <h1>{title}</h1>
      <ul class="lines prose">
        <Detail name={w.name} href={paths.clientDetails(studio)} label={changeWhat.name}>
          {client.name}
        </Detail>
        <Detail
          name={w.email}
          href={paths.clientEmail(studio)}
          label={changeWhat.email}
          hint={pending && w.pending(pending)}
        >
          {client.email}
        </Detail>
        <Detail name={w.phone} href={paths.clientDetails(studio)} label={changeWhat.phone}>
          {client.phone ? phoneInWords(client.phone) : noPhone}
        </Detail>
        <Detail name={w.password} href={paths.clientPassword(studio)} label={password.label} verb={password.verb}>
          {password.says}
        </Detail>
      </ul>
      {pending && outbox && <OutboxNote what="link" />}
      <h2>{w.more}</h2>
      <ul class="lines prose">
        <Way href={paths.clientPasskeys(studio)} title={w.passkeys.title} text={w.passkeys.text} />
        <Way href={paths.clientDevices(studio)} title={w.devices.title} text={w.devices.text} />
        <Way href={paths.privacy(studio)} title={w.privacy.title} text={w.privacy.text(studio.name)} />
      </ul>
    </PortalPage>
  )
}

type DetailProps = {
  name: string
  href: string
  /** What the link does, for whoever only hears it; it begins with the verb that is seen. */
  label: string
  verb?: string
  hint?: string | undefined
  children?: Child
}

/** One line of what is on file. */
function Detail(props: DetailProps) {
  const { name, href, label, verb = words.clientAccount.change, hint, children } = props
  return (
    <li class="line">
      <div class="line-words">
        <p class="quiet">{name}</p>
        <p>{children}</p>
        {hint && <p class="quiet">{hint}</p>}
      </div>
      <a class="button" href={href} aria-label={label}>
        {verb}
      </a>
    </li>
  )
}

function Way({ href, title, text }: { href: string; title: string; text: string }) {
  return (
    <li class="line">
      <div class="line-words">
        <a href={href}>{title}</a>
        <p class="quiet">{text}</p>
      </div>
    </li>
  )
}

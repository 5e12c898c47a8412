import { raw } from 'hono/html'
import type { Gallery } from '../../src/db/schema'
import { paths } from '../../src/paths'
import { CopyField, CopyText } from '../components/copy'
import { Field, type Returned } from '../components/field'
import { State } from '../components/state'

type Shared = { url: string; text: string /** SVG */; qr: string } | 'unreadable'
/** The links there are; one whose key is gone still opens, and can no longer be shown. */
export type RoleLinks = { guest?: Shared; invited?: Shared }
export type GuestCode = { code: string; home: string; text: string } | 'unreadable' | undefined

const LINKS = {
  guest: { title: 'Guest link', text: 'For everybody whom your clients tell. It lets in as guest.' },
  invited: { title: 'Invited link', text: 'For people whom you invite all together. It lets in as invited.' },
}

type Props = Returned & { gallery: Gallery; links: RoleLinks; guestCode: GuestCode }

/** What may be passed on: links that carry a role and nobody’s name (R19), and a code to say aloud (R21). */
export function LinksToShare({ gallery, links, guestCode, typed, errors }: Props) {
  return (
    <section class="stack" aria-labelledby="share">
      <h2 id="share">Links to share</h2>
      {gallery.guests === 'refused' && (
        <p class="quiet">Guests are refused: no link and no code opens the gallery before the settings admit them.</p>
      )}
      <div class="columns">
        <RoleLink gallery={gallery} as="guest" shared={links.guest} />
        <RoleLink gallery={gallery} as="invited" shared={links.invited} />
        <Code gallery={gallery} guestCode={guestCode} typed={typed} errors={errors} />
      </div>
    </section>
  )
}

function RoleLink(props: { gallery: Gallery; as: keyof typeof LINKS; shared: Shared | undefined }) {
  const { gallery, as: role, shared } = props
  const { title, text } = LINKS[role]
  if (!shared && gallery.guests === 'refused') return <Off title={title} text={text} />
  return (
    <div class="stack">
      <Heading title={title} text={text} />
      {shared === 'unreadable' && <Unreadable what="link" />}
      {shared && shared !== 'unreadable' && (
        <>
          <CopyField id={`${role}-link`} label="Link" value={shared.url} />
          <details class="fold">
            <summary>QR code and a text to send</summary>
            <div class="stack">
              <CopyText id={`${role}-text`} value={shared.text} />
              <figure class="qr">{raw(shared.qr)}</figure>
            </div>
          </details>
        </>
      )}
      <div class="row">
        <form method="post" action={paths.roleLink(gallery.id, role)}>
          <button>{shared ? 'Make a new one' : 'Make the link'}</button>
        </form>
        {shared && (
          <form method="post" action={paths.roleLinkRemoval(gallery.id, role)}>
            <button>Switch it off</button>
          </form>
        )}
      </div>
      {shared && <p class="hint">Either ends this link, and the visits of those who came by it. Your contacts stay.</p>}
    </div>
  )
}

function Code({ gallery, guestCode, typed, errors }: Pick<Props, 'gallery' | 'guestCode' | 'typed' | 'errors'>) {
  const about = {
    title: 'Guest code',
    text: 'To say aloud or put on a card. Typed on your home page, it lets in as guest.',
  }
  if (!guestCode && gallery.guests === 'refused' && !errors.code) return <Off {...about} />
  const field = { name: 'code', value: typed.code, error: errors.code, required: true, maxlength: 60 }
  const form = (
    <form method="post" action={paths.guestCode(gallery.id)} class="stack">
      <Field
        {...field}
        label={guestCode ? 'New guest code' : 'Code'}
        autocomplete="off"
        hint="Ours, or your own words."
      />
      <div class="row">
        <button>{guestCode ? 'Change the code' : 'Set the code'}</button>
      </div>
    </form>
  )
  return (
    <div class="stack">
      <Heading {...about} />
      {guestCode === 'unreadable' && <Unreadable what="code" />}
      {guestCode && guestCode !== 'unreadable' && (
        <>
          <CopyField id="guest-code" label="Code" value={guestCode.code} />
          <p class="hint">
            For <a href={guestCode.home}>{guestCode.home}</a>
          </p>
        </>
      )}
      {guestCode ? (
        <>
          <details class="fold" open={Boolean(errors.code)}>
            <summary>A text to send, and another code</summary>
            <div class="stack">
              {guestCode !== 'unreadable' && <CopyText id="code-text" value={guestCode.text} />}
              {form}
            </div>
          </details>
          <form method="post" action={paths.guestCodeRemoval(gallery.id)}>
            <button>Remove the code</button>
          </form>
          <p class="hint">Another code, or none, ends the visits of those who came by this one.</p>
        </>
      ) : (
        form
      )}
    </div>
  )
}

function Heading({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <h3>{title}</h3>
      <p class="hint">{text}</p>
    </div>
  )
}

function Off(about: { title: string; text: string }) {
  return (
    <div class="stack">
      <Heading {...about} />
      <State tone="none">Switched off</State>
    </div>
  )
}

function Unreadable({ what }: { what: string }) {
  return <p class="quiet">The {what} works, but the secret it was kept under is gone: make a new one to see it.</p>
}

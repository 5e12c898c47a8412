import { paths } from '../../src/paths'
import { AddPasskey } from '../components/add-passkey'
import { type PasskeyLine, PasskeyList } from '../components/passkey-list'
import { PortalPage } from '../layouts/portal'
import { words } from '../words/en'

type Props = {
  studio: { name: string; slug: string; timeZone: string }
  passkeys: PasskeyLine[]
  /** Suggested for the next one, or as it came back. */
  name: string
  error?: string | undefined
  note?: string | undefined
}

/** A client's passkeys (R41, R43). */
export function PasskeysPage({ studio, passkeys, name, error, note }: Props) {
  const { title, text, none, removeHint } = words.passkeys
  return (
    <PortalPage title={title} studio={studio} note={note} scripts={['/passkey.js', '/menu.js']}>
      <div class="stack prose">
        <h1>{title}</h1>
        <p>{text}</p>
        {passkeys.length === 0 ? (
          <p class="quiet">{none}</p>
        ) : (
          <>
            <PasskeyList
              passkeys={passkeys}
              timeZone={studio.timeZone}
              renameAt={(id) => paths.clientPasskey(studio, id)}
              removeAt={(id) => paths.clientPasskeyRemoval(studio, id)}
              back={paths.clientPasskeys(studio)}
            />
            <p class="hint">{removeHint}</p>
          </>
        )}
        <AddPasskey
          action={paths.clientPasskeys(studio)}
          challenges={paths.portalChallenges(studio)}
          name={name}
          error={error}
        />
        <p>
          <a href={paths.clientAccount(studio)}>{words.clientAccount.back}</a>
        </p>
      </div>
    </PortalPage>
  )
}

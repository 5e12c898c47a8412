import { paths } from '../../src/paths'
import { DoorPage } from '../layouts/door'
import { Page } from '../layouts/page'

export type OutboxMail = { id: string; from: string; to: string; subject: string; text: string; keptAt: string }

/** Local only: every message that would have been sent. */
export function OutboxPage({ mails }: { mails: OutboxMail[] }) {
  return (
    <Page title="Outbox" class="studio">
      <main class="ledger">
        <h1>Outbox</h1>
        <p class="quiet">Messages that would have been sent. Nothing leaves this machine.</p>
        {mails.length === 0 ? (
          <p class="empty">The messages will be here.</p>
        ) : (
          <ul class="lines">
            {mails.map((mail) => (
              <li class="line">
                <div class="line-words">
                  <a class="line-title" href={paths.outboxMessage(mail.id)}>
                    {mail.subject}
                  </a>
                  <p class="quiet">
                    to {mail.to} · {new Date(mail.keptAt).toUTCString()}
                  </p>
                </div>
              </li>
            ))}
          </ul>
        )}
      </main>
    </Page>
  )
}

export function OutboxMailPage({ mail }: { mail: OutboxMail }) {
  return (
    <DoorPage title={mail.subject}>
      <p class="quiet">
        From {mail.from} to {mail.to}
      </p>
      <div class="mail-text">{linked(mail.text)}</div>
      <p>
        <a href={`${paths.outboxMessage(mail.id)}/html`}>As the HTML that would be sent</a> ·{' '}
        <a href={paths.outbox()}>All messages</a>
      </p>
    </DoorPage>
  )
}

function linked(text: string) {
  return text.split(/(https?:\/\/\S+)/).map((part, index) => (index % 2 === 1 ? <a href={part}>{part}</a> : part))
}

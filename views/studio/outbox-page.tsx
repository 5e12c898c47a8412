import { paths } from '../../src/paths'
import { DoorPage } from '../layouts/door'
import { Page } from '../layouts/page'

/** A mail, or an SMS: that has no subject, and no sender before it is sent. */
type OutboxMessage = { id: string; to: string; from?: string; subject?: string; text: string; keptAt: string }

const titleOf = (message: OutboxMessage) => message.subject ?? `SMS to ${message.to}`

/** Local only: every message that would have been sent. */
export function OutboxPage({ messages }: { messages: OutboxMessage[] }) {
  return (
    <Page title="Outbox">
      <main class="ledger">
        <h1>Outbox</h1>
        <p class="quiet">Messages that would have been sent. Nothing leaves this machine.</p>
        {messages.length === 0 ? (
          <p class="empty">The messages will be here.</p>
        ) : (
          <ul class="lines">
            {messages.map((message) => (
              <li class="line">
                <div class="line-words">
                  <a class="line-title" href={paths.outboxMessage(message.id)}>
                    {titleOf(message)}
                  </a>
                  <p class="quiet">
                    {message.subject && `to ${message.to} · `}
                    {new Date(message.keptAt).toUTCString()}
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

export function OutboxMessagePage({ message }: { message: OutboxMessage }) {
  return (
    <DoorPage title={titleOf(message)}>
      {message.from && (
        <p class="quiet">
          From {message.from} to {message.to}
        </p>
      )}
      <div class="mail-text">{linked(message.text)}</div>
      <p>
        {message.subject && (
          <>
            <a href={`${paths.outboxMessage(message.id)}/html`}>As the HTML that would be sent</a> ·{' '}
          </>
        )}
        <a href={paths.outbox()}>All messages</a>
      </p>
    </DoorPage>
  )
}

function linked(text: string) {
  return text.split(/(https?:\/\/\S+)/).map((part, index) => (index % 2 === 1 ? <a href={part}>{part}</a> : part))
}

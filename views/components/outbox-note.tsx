import { paths } from '../../src/paths'

/** On a local start: where the message is that this page speaks of. */
export function OutboxNote({ what }: { what: 'code' | 'link' }) {
  return (
    <p class="quiet small">
      Nothing leaves this machine: the {what} is in the <a href={paths.outbox()}>outbox</a>.
    </p>
  )
}

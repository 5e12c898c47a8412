import { momentInWords } from '../components/dates'
import { State } from '../components/state'

export type RegistrationLine = { email: string; createdAt: Date; toldAt: Date | null }

/** Who wants to be told when the gallery opens, or was (R45). */
export function Registrations({ lines, timeZone }: { lines: RegistrationLine[]; timeZone: string }) {
  const waiting = lines.filter(({ toldAt }) => toldAt === null).length
  return (
    <section class="stack">
      <h2>To be told when it opens</h2>
      <p class="quiet">
        {lines.length === 0
          ? 'The addresses that people leave at the door will be here.'
          : summary(lines.length, waiting)}
      </p>
      {lines.length > 0 && (
        <details>
          <summary>Show the addresses</summary>
          <ul class="lines">
            {lines.map(({ email, createdAt, toldAt }) => (
              <li class="line">
                <span class="line-words">{email}</span>
                {toldAt ? (
                  <State tone="good">Written to {momentInWords(toldAt, timeZone)}</State>
                ) : (
                  <State tone="none">Since {momentInWords(createdAt, timeZone)}</State>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function summary(count: number, waiting: number): string {
  const addresses = count === 1 ? '1 address' : `${count} addresses`
  if (waiting === 0) return `${addresses}, all written to.`
  return waiting === count ? `${addresses}.` : `${addresses}, ${waiting} not written to yet.`
}

import { MORE_DAYS } from '../../src/door/closing'
import { paths } from '../../src/paths'
import { momentInWords } from '../components/dates'

export type TimeRequestLine = { id: string; email: string; name: string | null; createdAt: Date }

type Props = { galleryId: string; requests: TimeRequestLine[]; timeZone: string }

/** Who asks for more time, with the two answers (R46). */
export function TimeRequests({ galleryId, requests, timeZone }: Props) {
  return (
    <section class="stack">
      <div class="heading">
        <div>
          <h2>{requests.length === 1 ? 'Somebody asks for more time' : `${requests.length} ask for more time`}</h2>
          <p class="quiet">
            Kept open, everybody here gets an email: your contacts with a new link, others with the guest link or the
            gallery’s address.
          </p>
        </div>
        <form method="post" action={paths.extension(galleryId)}>
          <button class="primary">Keep it open {MORE_DAYS} days more</button>
        </form>
      </div>
      <ul class="lines">
        {requests.map(({ id, email, name, createdAt }) => (
          <li class="line">
            <div class="line-words">
              <span class="line-title">{name ?? email}</span>
              <p class="quiet">
                {name ? `${email} · ` : 'Not a contact · '}
                {momentInWords(createdAt, timeZone)}
              </p>
            </div>
            <form method="post" action={paths.timeRequestRemoval(galleryId, id)}>
              <button>Decline</button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  )
}

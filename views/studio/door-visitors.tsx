import { closedAt, type Door } from '../../src/door/decide'
import { offersGuest } from '../../src/door/link'
import type { Role } from '../../src/door/role'
import { type Arrival, walk } from '../../src/door/steps'
import { State } from '../components/state'
import { endWords, STEP_WORDS } from './door-words'

/** Which of the ways in that the photographer can switch there are. */
type Ways = { guest: boolean; invited: boolean; guestCode: boolean }

type Kind = { who: string; comes: string; by: Arrival; isNone?: string | false }

/** What each kind of visitor will meet, from the first step to the last, as the door itself decides it. */
export function Visitors({ door, ways, now }: { door: Door; ways: Ways; now: Date }) {
  const open = { ...door, publishedAt: now, closesAt: null }
  return (
    <section class="stack" aria-labelledby="visitors">
      <h2 id="visitors">What each visitor will meet</h2>
      {closedAt(door, now) && <p class="quiet">Once the gallery is open. Until then everybody reads that it is not.</p>}
      <table class="timetable">
        <tbody>
          {kinds(door, ways).map((kind) => (
            <Visitor kind={kind} door={open} now={now} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Visitor({ kind: { who, comes, by, isNone }, door, now }: { kind: Kind; door: Door; now: Date }) {
  const { steps, end } = walk(door, by, now)
  const meets = steps.map(({ step }) => (step === 'sign-in' ? '' : STEP_WORDS[step]))
  return (
    <tr>
      <th scope="row">{who}</th>
      <td>
        {isNone ? (
          <State tone="none">{isNone}</State>
        ) : (
          <ol class="way">
            {[comes, ...meets].map((words) => (
              <li>{words}</li>
            ))}
            <li>
              <State tone={end.kind === 'inside' ? 'good' : 'wait'}>{endWords(end)}</State>
            </li>
          </ol>
        )}
      </td>
    </tr>
  )
}

function kinds(door: Door, ways: Ways): Kind[] {
  const contact = (role: Role, hasAccount = false): Arrival => ({
    ...{ by: 'personal-link', role, hasAccount, acceptedTermsVersion: null },
  })
  const link = { comes: 'Opens the link' }
  return [
    { who: 'Main client, new', ...link, by: contact('main') },
    { who: 'Main client with a password', ...link, by: contact('main', true) },
    { who: 'Invited contact, new', ...link, by: contact('invited') },
    { who: 'Vendor, new', ...link, by: contact('vendor') },
    {
      ...{ who: 'By the guest link', comes: 'Opens the guest link', by: { by: 'role-link', role: 'guest' } },
      isNone: !ways.guest && 'There is no guest link',
    },
    {
      ...{ who: 'By the invited link', comes: 'Opens the invited link', by: { by: 'role-link', role: 'invited' } },
      isNone: !ways.invited && 'There is no invited link',
    },
    {
      ...{ who: 'By the guest code', comes: 'Types it on your home page', by: { by: 'guest-code' } },
      isNone: !ways.guestCode && 'There is no guest code',
    },
    {
      ...{ who: '“It’s not me”', comes: 'Presses it on a main client’s link', by: { by: 'not-me' } },
      isNone: !offersGuest({ role: 'main' }, door) && 'It is not offered',
    },
    { who: 'By the address alone', comes: 'Opens the gallery’s address', by: { by: 'plain-address' } },
  ]
}

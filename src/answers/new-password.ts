import { words } from '../../views/words/en'
import type { Ctx } from '../context'
import { type Person, refusalOf } from '../door/password'
import { isBreached } from '../outside/breached'

/** Whose password it shall be, by what must not be in it. */
export function personOf(client: { name: string; email: string }, studio: { name: string }): Person {
  return { names: [client.name, studio.name], email: client.email }
}

/** Why a new password is not taken, in words; undefined when it is. About breaches is asked last, when all else is right. */
export async function newPasswordProblem(
  c: { var: Pick<Ctx['var'], 'settings'> },
  typed: string,
  person: Person,
): Promise<string | undefined> {
  const { refused } = words.newPassword
  const refusal = refusalOf(typed, person)
  if (refusal) return refused[refusal]
  return (await isBreached(typed, c.var.settings)) ? refused.breached : undefined
}

import { ProblemPage, type ProblemStatus } from '../views/errors/problem-page'
import type { Ctx } from './context'

/** The product's own page for what cannot be answered (spec §8). */
export function problem(c: { html: Ctx['html'] }, status: ProblemStatus) {
  return c.html(<ProblemPage status={status} />, status)
}

import { ProblemPage, type ProblemStatus } from '../../views/errors/problem-page'
import { StepUpNeededPage } from '../../views/portal/step-up-pages'
import { StaffStepUpNeededPage } from '../../views/studio/step-up-pages'
import type { Ctx } from '../context'

/** The product's own page for what cannot be answered (spec §8). */
export function problem(c: { html: Ctx['html'] }, status: ProblemStatus) {
  return c.html(<ProblemPage status={status} />, status)
}

/** A change of somebody's account that came without a step-up: nothing was saved (R43). */
export function stepUpNeeded(c: { html: Ctx['html'] }, studio: { name: string; slug: string }) {
  return c.html(<StepUpNeededPage studio={studio} />, 403)
}

/** The same, of somebody who works for the studio. */
export function staffStepUpNeeded(c: { html: Ctx['html'] }) {
  return c.html(<StaffStepUpNeededPage />, 403)
}

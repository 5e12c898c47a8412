/** A browser asks another one, where the same person is in, to be let in: three words on the one screen are picked on the other. */
import { phrase } from './phrase'

export const APPROVAL_OPENS_MINUTES = 5
/** Of one client, waiting at the same time, and asked for in an hour. */
export const APPROVALS_AT_ONCE = 3
export const APPROVALS_PER_HOUR = 10

const WORDS_EACH = 3
const SETS = 3

/** Three words, and what stands beside them on the other screen: no word twice. */
export function drawWords(): { words: string; others: string[] } {
  for (;;) {
    const drawn = phrase(WORDS_EACH * SETS).split(' ')
    if (new Set(drawn).size < drawn.length) continue
    const [words = '', ...others] = Array.from({ length: SETS }, (_, at) =>
      drawn.slice(at * WORDS_EACH, (at + 1) * WORDS_EACH).join(' '),
    )
    return { words, others }
  }
}

/** What there is to pick from, in an order that says nothing and stays. Pure. */
export function choicesOf({ words, others }: { words: string; others: string[] }): string[] {
  return [words, ...others].sort()
}

export type ApprovalState = 'waiting' | 'approved' | 'refused' | 'used' | 'over'

/** What has become of a request. Pure; what changes it asks once more in its own statement. */
export function approvalStateOf(
  request: { expiresAt: Date; decidedAt: Date | null; isApproved: boolean | null; usedAt: Date | null },
  now: Date,
): ApprovalState {
  if (request.usedAt) return 'used'
  if (request.decidedAt && !request.isApproved) return 'refused'
  if (request.expiresAt <= now) return 'over'
  return request.decidedAt ? 'approved' : 'waiting'
}

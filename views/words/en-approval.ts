import { APPROVAL_OPENS_MINUTES } from '../../src/door/approval'

/** What clients read where one browser lets another one in. */
export const approvalWords = {
  ask: 'Approve it on the device where you are signed in',
  otherWay: 'Use a code or a password instead',
  notYet: 'Not approved yet. Pick the three words on your other device first.',
  asked: {
    title: 'Look at your other device',
    text: (gallery: string) =>
      `Open or reload “${gallery}” there, or your galleries. You are asked who wants to come in: pick these three words.`,
    waiting: `This page waits for ${APPROVAL_OPENS_MINUTES} minutes and goes on by itself.`,
    approved: 'Approved.',
    go: 'Continue',
  },
  notice: {
    text: 'Somebody wants to come in as you.',
    look: 'See who',
  },
  decide: {
    title: 'Is this you?',
    seen: (seen: { browser: string | null; place: string | null; at: string; gallery: string }) =>
      `${seen.browser ?? 'A browser'}${seen.place ? `, ${seen.place}` : ''}, asked at ${seen.at} to open “${seen.gallery}” as you.`,
    pick: 'If it is you, pick the three words that stand on that screen.',
    warn: 'Do not pick for somebody who asks you to: whoever is let in is there as you.',
    none: 'That’s not me',
  },
  approved: 'Approved. Your other device goes in now.',
  refused: 'Refused: nobody was let in.',
  back: 'Back',
  ended: {
    refused: {
      title: 'Not approved',
      text: 'Your other device said no, or other words were picked there.',
    },
    over: {
      title: 'Nobody answered in time',
      text: `A request waits for ${APPROVAL_OPENS_MINUTES} minutes.`,
    },
    'too-many': {
      title: 'Too many requests',
      text: 'That was often for one hour. Come in by a code or a password, or try again in an hour.',
    },
    decided: {
      title: 'This is settled',
      text: 'The request was answered, or its time is over.',
    },
  },
}

import { paths } from '../../src/paths'
import { DoorPage } from '../layouts/door'

const WORDS = {
  403: ['Not allowed', 'This was not sent from a page of ours, or you are signed out. Nothing was changed.'],
  404: ['Nothing here', 'There is no page at this address, or it is not yours to see.'],
  413: ['Too large', 'What you sent is larger than we take. A photo may have 60 MB.'],
  415: ['Not understood', 'This form was sent in a way that we do not read. Go back and try again.'],
  429: ['A moment, please', 'That was very often in a short time. Try again in a minute; nothing is lost.'],
  503: [
    'Not available',
    'A part of Foyer does not answer right now. What you did before is kept; try again in a moment.',
  ],
} as const

export type ProblemStatus = keyof typeof WORDS

export function ProblemPage({ status }: { status: ProblemStatus }) {
  const [title, text] = WORDS[status]
  return (
    <DoorPage title={title}>
      <p>{text}</p>
      {status === 404 && (
        <p>
          <a href={paths.home()}>To the first page</a>
        </p>
      )}
    </DoorPage>
  )
}

import { paths } from '../../src/paths'
import { DoorPage } from '../layouts/door'
import { words } from '../words/en'

/** A change that was sent without proof of who sends it: nothing was saved (R43). */
export function StepUpNeededPage({ studio }: { studio: { name: string; slug: string } }) {
  const { title, text, go } = words.portal.stepUp.needed
  return (
    <DoorPage title={title} studio={studio}>
      <p>{text}</p>
      <p>
        <a class="button primary" href={paths.stepUp(studio)}>
          {go}
        </a>
      </p>
    </DoorPage>
  )
}

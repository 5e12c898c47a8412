import { words } from '../words/en'

type Props = {
  /** What is pressed, as it is seen, and whose it is for whoever only hears it. */
  button: string
  label: string
  /** What it does, and to what. */
  question: string
  action: string
  /** The page that it stands on: without script, keeping it is looking at that again. */
  back: string
  /** In a menu it stands among the others; else it is a button. */
  class?: 'link' | 'button'
}

/** What cannot be taken back is pressed twice: the second time under what it does. Works without script. */
export function Sure({ button, label, question, action, back, class: className = 'link' }: Props) {
  return (
    <details class="sure">
      <summary class={`${className} danger`} aria-label={label}>
        {button}
      </summary>
      <form method="post" action={action}>
        <p>{question}</p>
        <div class="row">
          <button class="danger">{button}</button>
          <a class="button" href={back} data-keep>
            {words.sure.keep}
          </a>
        </div>
      </form>
    </details>
  )
}

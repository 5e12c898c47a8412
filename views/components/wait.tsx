import { words } from '../words/en'

/** Belongs into a form with `data-wait`, on a page that loads `/countdown.js`; without script it says the time once. */
export function Wait(props: { seconds: number; text: (wait: string) => string; over: string }) {
  const { seconds, text, over } = props
  return (
    <p class="quiet small" data-count={text(words.wait.in('#'))} data-over={over}>
      {text(words.wait.after(seconds))}
    </p>
  )
}

import { words } from '../words/en'

/**
 * Belongs into a form with `data-challenge`, after its button, on a page that loads `/proof.js`: the field for the answer
 * and the words about it. They say first what a browser without script cannot do; the page offers its other ways in.
 */
export function Proof() {
  const { working, ready, failed, noScript } = words.proof
  return (
    <>
      <input type="hidden" name="proof" />
      <p role="status" class="quiet small" data-working={working} data-ready={ready} data-failed={failed}>
        {noScript}
      </p>
    </>
  )
}

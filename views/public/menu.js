/** Closes an open menu, or a question in it, on Escape and on a press elsewhere. Without script they close by their own button. */
const OPEN = 'details.menu[open], details.sure[open]'

addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  const open = [...document.querySelectorAll(OPEN)].at(-1)
  close(open)
  open?.querySelector('summary').focus()
})

addEventListener('click', (event) => {
  const kept = event.target.closest('[data-keep]')
  if (kept) {
    event.preventDefault()
    const question = kept.closest('details')
    close(question)
    question.querySelector('summary').focus()
    return
  }
  for (const open of document.querySelectorAll(OPEN)) if (!open.contains(event.target)) close(open)
})

function close(details) {
  details?.removeAttribute('open')
  for (const inner of details?.querySelectorAll('details[open]') ?? []) inner.removeAttribute('open')
}

const PATIENCE_MS = 10_000

/** A form of `data-once` is sent once, however often its button is pressed: a second press would lose what the first one got. */
for (const form of document.querySelectorAll('form[data-once]')) {
  let sentAt = Number.NEGATIVE_INFINITY
  form.addEventListener('submit', (event) => {
    if (performance.now() - sentAt < PATIENCE_MS) event.preventDefault()
    else sentAt = performance.now()
  })
}

/** Whoever comes back by the browser's own button sees what has become of it. */
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})

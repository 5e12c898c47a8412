/** A form of `data-once` is sent once, however often its button is pressed: what it spends, it spends once. */
for (const form of document.querySelectorAll('form[data-once]')) {
  let isSent = false
  form.addEventListener('submit', (event) => {
    if (isSent) event.preventDefault()
    isSent = true
  })
}

/** Whoever comes back by the browser's own button may press again. */
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})

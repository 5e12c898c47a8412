/**
 * Holds back the button of each form with `data-wait`, that many seconds, and counts them down in its words. Without
 * script the words say it once; the server decides either way.
 */
for (const form of document.querySelectorAll('form[data-wait]')) countDown(form)

function countDown(form) {
  const button = form.querySelector('button')
  const words = form.querySelector('[data-count]')
  const until = Date.now() + Number(form.dataset.wait) * 1000

  function count() {
    const left = Math.ceil((until - Date.now()) / 1000)
    button.disabled = left > 0
    if (words) say(words, left > 0 ? words.dataset.count.replace('#', duration(left)) : words.dataset.over)
    if (left > 0) setTimeout(count, 1000)
  }
  count()
}

/** Seconds to the eye alone; that it is over is read out. */
function say(words, text) {
  if (text === words.dataset.over) words.ariaLive = 'polite'
  words.textContent = text
}

/** As the server writes it. */
export function duration(seconds) {
  const minutes = Math.ceil(seconds / 60)
  const [amount, unit] =
    seconds < 120 ? [seconds, 'second'] : minutes < 180 ? [minutes, 'minute'] : [Math.ceil(minutes / 60), 'hour']
  return new Intl.NumberFormat(document.documentElement.lang, { style: 'unit', unit, unitDisplay: 'long' }).format(
    amount,
  )
}

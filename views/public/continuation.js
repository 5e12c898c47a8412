/** Counts down the seconds for which a code can be scanned, and takes it away when they are over. Without script it says them once. */
import { duration } from './countdown.js'

const code = document.querySelector('[data-seconds]')
const words = code.querySelector('[data-count]')
const until = Date.now() + Number(code.dataset.seconds) * 1000

function count() {
  const left = Math.ceil((until - Date.now()) / 1000)
  if (left <= 0) return end()
  words.textContent = words.dataset.count.replace('#', duration(left))
  setTimeout(count, 1000)
}

function end() {
  code.querySelector('figure').remove()
  words.ariaLive = 'polite'
  words.textContent = words.dataset.over
}

count()

/**
 * Counts down the seconds for which a code can be scanned, takes it away when they are over, and looks every few seconds whether
 * somebody came in by it. Without script the seconds are said once, and a link leads to what became of it.
 */
import { duration } from './countdown.js'

const EVERY_SECONDS = 3

const code = document.querySelector('[data-seconds]')
const words = code.querySelector('[data-count]')
const until = Date.now() + Number(code.dataset.seconds) * 1000

function count() {
  const left = Math.ceil((until - Date.now()) / 1000)
  if (left % EVERY_SECONDS === 0 || left <= 0) look()
  if (left <= 0) return end()
  words.textContent = words.dataset.count.replace('#', duration(left))
  setTimeout(count, 1000)
}

async function look() {
  const page = await fetch(code.dataset.look).catch(() => undefined)
  if (page?.ok && (await page.text()).includes('data-done')) location.replace(code.dataset.look)
}

function end() {
  code.querySelector('figure').remove()
  words.ariaLive = 'polite'
  words.textContent = words.dataset.over
}

count()

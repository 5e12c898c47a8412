/**
 * The invitation to a password: shown below the photographs, where it covers nothing, after its seconds and its number of
 * photographs seen. Noted once somebody has it on screen. Without script it is not shown; the menu has a line for it.
 */
const panel = document.querySelector('.invitation')
const seen = new Set()
let isTime = false

const looking = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) seen.add(target)
    offer()
  },
  { threshold: 0.5 },
)
const reading = new IntersectionObserver(([{ isIntersecting }]) => {
  if (!isIntersecting) return
  reading.disconnect()
  send(panel.dataset.shown)
})

for (const tile of document.querySelectorAll('.grid a')) looking.observe(tile)
setTimeout(() => {
  isTime = true
  offer()
}, panel.dataset.seconds * 1000)

function offer() {
  if (!isTime || seen.size < panel.dataset.photos) return
  looking.disconnect()
  panel.hidden = false
  reading.observe(panel)
}

function close() {
  const wasIn = panel.contains(document.activeElement)
  panel.hidden = true
  if (wasIn) document.querySelector('.grid > :last-child a:last-child')?.focus({ preventScroll: true })
}

function send(path) {
  fetch(path, { method: 'POST', keepalive: true, redirect: 'manual' })
}

document.forms.decline.addEventListener('submit', (event) => {
  event.preventDefault()
  send(event.target.action)
  close()
})

/** Escape is the lightbox's and the menu's first; they are asked before they close. */
addEventListener(
  'keydown',
  (event) => {
    if (event.key === 'Escape' && !panel.hidden && !document.querySelector('.pswp, .menu[open]')) close()
  },
  { capture: true },
)

/** Sends the form once six digits are in, and counts down to the next code. Without script both work by their buttons. */
import '/countdown.js'

const form = document.querySelector('form[data-code]')
const input = form.querySelector('input')
let isSent = false

function sendOnceComplete() {
  const digits = input.value.normalize('NFKC').replace(/[\s\-.]/g, '')
  if (isSent || !/^\d{6}$/.test(digits)) return
  isSent = true
  form.requestSubmit()
}

input.addEventListener('input', sendOnceComplete)

// Typed before this script had arrived. What a reload or the way back brings again was sent already.
if (performance.getEntriesByType('navigation')[0]?.type === 'navigate') sendOnceComplete()

/**
 * Does the work that the door asks for (R17) while the PIN is typed, and puts it into the form; a form that was sent
 * meanwhile goes out then. The protocol is altcha-lib's: its solver comes with much that is not needed in a browser.
 */
const form = document.querySelector('form[data-challenge]')
const status = form.querySelector('[role=status]')
const challenge = JSON.parse(form.dataset.challenge)
let sent

function hold(event) {
  event.preventDefault()
  sent = event
}
form.addEventListener('submit', hold)

try {
  status.textContent = status.dataset.working
  const solution = await solve(challenge.parameters)
  form.elements.proof.value = JSON.stringify({ challenge, solution })
  status.textContent = status.dataset.ready
} catch {
  status.textContent = status.dataset.failed
}
form.removeEventListener('submit', hold)
if (sent && form.elements.proof.value) form.requestSubmit(sent.submitter)

/** The first number whose key begins with the prefix. Each is derived beside the page, which stays usable. */
async function solve({ nonce, salt, cost, keyLength, keyPrefix }) {
  const password = new Uint8Array([...bytes(nonce), 0, 0, 0, 0])
  const number = new DataView(password.buffer, password.length - 4)
  const way = { name: 'PBKDF2', hash: 'SHA-256', salt: bytes(salt), iterations: cost }
  for (let counter = 0; ; counter++) {
    number.setUint32(0, counter)
    const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits'])
    const derivedKey = hex(await crypto.subtle.deriveBits(way, key, keyLength * 8))
    if (derivedKey.startsWith(keyPrefix)) return { counter, derivedKey }
  }
}

function bytes(digits) {
  return Uint8Array.from(digits.match(/../g), (pair) => Number.parseInt(pair, 16))
}

function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

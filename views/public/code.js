/** Sends the form once six digits are in, and counts down to the next code. Without script both work by their buttons. */
const form = document.querySelector('form[data-code]')
const input = form.querySelector('input')
let isSent = false

input.addEventListener('input', () => {
  const digits = input.value.normalize('NFKC').replace(/[\s\-.]/g, '')
  if (isSent || !/^\d{6}$/.test(digits)) return
  isSent = true
  form.requestSubmit()
})

const again = document.querySelector('form[data-wait]')
const button = again.querySelector('button')
const words = again.querySelector('span')
const until = Date.now() + Number(again.dataset.wait) * 1000

function count() {
  const left = Math.ceil((until - Date.now()) / 1000)
  button.disabled = left > 0
  if (words)
    words.textContent = left > 0 ? ` in ${left < 120 ? `${left} seconds` : `${Math.ceil(left / 60)} minutes`}` : ''
  if (left > 0) setTimeout(count, 1000)
}
count()

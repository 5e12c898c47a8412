/** Counts what is ticked, ticks all or none, and with Shift everything from the last tick to this one. */
const form = document.querySelector('.choose')
const count = form.querySelector('.choice-count')
const boxes = [...form.querySelectorAll('input[type=checkbox]')]
let last

function show() {
  const chosen = boxes.filter((box) => box.checked).length
  count.textContent = `${chosen} of ${boxes.length} chosen`
}

function button(words, isChecked) {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = 'link'
  made.textContent = words
  made.addEventListener('click', () => {
    for (const box of boxes) box.checked = isChecked
    show()
  })
  count.before(made)
}

form.addEventListener('click', ({ target, shiftKey }) => {
  const here = boxes.indexOf(target)
  if (here < 0) return
  if (shiftKey && last !== undefined) {
    for (const box of boxes.slice(Math.min(here, last), Math.max(here, last) + 1)) box.checked = target.checked
  }
  last = here
  show()
})

if (boxes.length > 0) {
  button('Choose all', true)
  button('Choose none', false)
}

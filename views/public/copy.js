/** A copy button beside every `.copy` field; without script the field can be selected and copied. */
for (const field of document.querySelectorAll('.copy')) {
  const input = field.querySelector('input, textarea')
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = 'Copy'
  button.addEventListener('click', async () => {
    input.select()
    try {
      await navigator.clipboard.writeText(input.value)
      button.textContent = 'Copied'
    } catch {
      button.textContent = 'Press Ctrl+C'
    }
  })
  field.append(button)
}

/** A new password can be read until it is sent; sent as a password, browsers offer to keep it. */
for (const input of document.querySelectorAll('input[autocomplete="new-password"]')) {
  input.form.addEventListener('submit', () => {
    input.type = 'password'
  })
}

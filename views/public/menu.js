/** Closes an open menu on Escape and on a press elsewhere. Without script a menu closes by its own button. */
addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  const open = document.querySelector('details.menu[open]')
  open?.removeAttribute('open')
  open?.querySelector('summary')?.focus()
})

addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(event.target)) menu.removeAttribute('open')
  }
})

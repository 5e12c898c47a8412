/** Suggests the browser's own time zone. */
const field = document.querySelector('#timeZone')
if (field.value === field.defaultValue && !field.ariaInvalid) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone
}

type Props = { id: string; label: string; value: string }

/** Something to copy. On a page that loads `/copy.js`; without script it can be selected. */
export function CopyField({ id, label, value, class: className = '' }: Props & { class?: string }) {
  return (
    <div class={`field copy ${className}`}>
      <label for={id}>{label}</label>
      <input id={id} value={value} readonly />
    </div>
  )
}

/** The same for a text of a few lines, to send by any messenger. */
export function CopyText({ id, value }: Pick<Props, 'id' | 'value'>) {
  return (
    <div class="field copy">
      <label for={id}>Text for WhatsApp or SMS</label>
      <textarea id={id} rows={7} readonly>
        {value}
      </textarea>
    </div>
  )
}

import { raw } from 'hono/html'
import { CopyField, CopyText } from '../components/copy'

type Props = {
  clientName: string
  url: string
  /** A ready text for WhatsApp or SMS, the link in it. */
  text: string
  /** SVG */
  qr: string
}

/** A client's link for any channel: to copy, to send, to scan. On a page that loads `/copy.js`. */
export function LinkToHandOver({ clientName, url, text, qr }: Props) {
  return (
    <>
      <CopyField id="url" label="Link" value={url} />
      <CopyText id="text" value={text} />
      <p>
        <a class="button" href={`https://wa.me/?text=${encodeURIComponent(text)}`} rel="noreferrer" target="_blank">
          Open in WhatsApp
        </a>
      </p>
      <figure class="qr">
        {raw(qr)}
        <figcaption class="quiet">To scan with {clientName}’s phone</figcaption>
      </figure>
    </>
  )
}

import { MailButton, MailLayout, mailStyles } from './layout'

type MoreTimeProps = {
  studio: { name: string }
  gallery: { title: string }
  /** Who asks, as typed at the door: unproved. */
  email: string
  /** Where the photographer answers. */
  url: string
}

/** A notice to the photographer: somebody asks for more time (R46, R54). */
export function moreTimeMail({ studio, gallery, email, url }: MoreTimeProps) {
  const says = `${email} asks for more time with “${gallery.title}”, which has closed.`
  const note = 'Keep it open, or decline, beside its contacts. Nobody is written to before you answer.'
  const html = (
    <MailLayout studio={studio}>
      <h1 style={mailStyles.title}>{gallery.title}</h1>
      <p style={mailStyles.text}>{says}</p>
      <MailButton href={url}>Answer</MailButton>
      <p style={mailStyles.quiet}>{note}</p>
    </MailLayout>
  )
  const text = [says, url, note].join('\n\n')
  return { subject: `${gallery.title}: somebody asks for more time`, html: `<!doctype html>${html}`, text }
}

import { CODE_VALID_MINUTES } from '../../src/door/code'
import { MailLayout, mailStyles } from './layout'

/** A login code: the digits first, so that they show in a notification. */
export function codeMail({ studio, code }: { studio: { name: string }; code: string }) {
  const note = `It works for ${CODE_VALID_MINUTES} minutes, in the browser that asked for it. If that was not you, there is nothing to do.`
  const html = (
    <MailLayout studio={studio}>
      <h1 style={mailStyles.title}>Your login code</h1>
      <p style={mailStyles.code}>{code}</p>
      <p style={mailStyles.quiet}>{note}</p>
    </MailLayout>
  )
  return {
    subject: `${code} is your login code`,
    html: `<!doctype html>${html}`,
    text: `Your login code is ${code}\n\n${note}`,
  }
}

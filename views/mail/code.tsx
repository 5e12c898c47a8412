import { CODE_VALID_MINUTES } from '../../src/door/code'
import { MailLayout, mailStyles } from './layout'

type CodeMailProps = { studio: { name: string }; code: string }

/** A login code: the digits first, so that they show in a notification. */
export function codeMail(props: CodeMailProps) {
  return mailOf(props, {
    is: 'is your login code',
    title: 'Your login code',
    note: `It works for ${CODE_VALID_MINUTES} minutes, in the browser that asked for it. If that was not you, there is nothing to do.`,
  })
}

/** The same to whoever is signed in and wants to change their account: a code that nobody asked for is no good sign (R43). */
export function stepUpMail({ hasPassword = true, ...props }: CodeMailProps & { hasPassword?: boolean }) {
  const cure = hasPassword
    ? 'choose a new password, which signs out everybody else'
    : 'sign out your other devices, under Account'
  return mailOf(props, {
    is: 'confirms that it’s you',
    title: 'Your code to change your account',
    note: `It works for ${CODE_VALID_MINUTES} minutes, in the browser that asked for it. If that was not you, somebody is signed in as you: tell nobody the code, and ${cure}.`,
  })
}

function mailOf({ studio, code }: CodeMailProps, { is, title, note }: { is: string; title: string; note: string }) {
  const html = (
    <MailLayout studio={studio}>
      <h1 style={mailStyles.title}>{title}</h1>
      <p style={mailStyles.code}>{code}</p>
      <p style={mailStyles.quiet}>{note}</p>
    </MailLayout>
  )
  return {
    subject: `${code} ${is}`,
    html: `<!doctype html>${html}`,
    text: `${title} is ${code}\n\n${note}`,
  }
}

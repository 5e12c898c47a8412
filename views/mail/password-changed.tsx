import { words } from '../words/en'
import { MailButton, MailLayout, mailStyles } from './layout'

type Props = {
  studio: { name: string }
  name: string
  /** When it was set, in words. */
  moment: string
  resetUrl: string
  devicesUrl: string
}

/** A password was set or changed: when, and what to do if it was somebody else. */
export function passwordChangedMail(props: Props) {
  return changedMail(words.clientAccount.passwordMail, props)
}

/** The phone on file was changed by who was signed in. */
export function phoneChangedMail(props: Props) {
  return changedMail(words.clientAccount.phoneMail, props)
}

function changedMail(
  says: typeof words.clientAccount.passwordMail,
  { studio, name, moment, resetUrl, devicesUrl }: Props,
) {
  const { subject, title, text, yours, notYours, button, devices } = says
  const hello = words.mail.hello(name)
  const what = text(studio.name, moment)
  const html = (
    <MailLayout studio={studio}>
      <h1 style={mailStyles.title}>{title}</h1>
      <p style={mailStyles.text}>
        {hello} {what} {yours}
      </p>
      <p style={mailStyles.text}>{notYours}</p>
      <MailButton href={resetUrl}>{button}</MailButton>
      <p style={mailStyles.quiet}>{devices(devicesUrl)}</p>
    </MailLayout>
  )
  return {
    subject: subject(studio.name),
    html: `<!doctype html>${html}`,
    text: [hello, what, yours, notYours, resetUrl, devices(devicesUrl)].join('\n\n'),
  }
}

import { words } from '../words/en'
import { mailOf } from './sentences'

/** To who was erased, at the address that was on file: it names them no more. */
export function erasedMail({ studio, moment }: { studio: { name: string }; moment: string }) {
  const { subject, title, text, yours, notYours } = words.clientAccount.erasedMail
  return mailOf(studio, { subject, title, text: [text(studio.name, moment), yours, notYours(studio.name)], notes: [] })
}

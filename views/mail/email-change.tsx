import { words } from '../words/en'
import { mailOf } from './sentences'

type Studio = { name: string }

type Confirmation = { studio: Studio; name: string; maskedEmail: string; url: string }

/**
 * To a new address: the link that confirms it, and whose account it would belong to; the address on file is no stranger's to
 * know (R43).
 */
export function emailConfirmationMail({ studio, name, maskedEmail, url }: Confirmation) {
  const { subject, title, text, notYours, button, note } = words.clientAccount.confirmMail
  const says = [text(name, maskedEmail, studio.name), notYours]
  return mailOf(studio, { subject, title, text: says, link: { button, url }, notes: [note] })
}

/** To whoever has an address that somebody else asked for (P6). */
export function emailTakenMail({ studio, url }: { studio: Studio; url: string }) {
  const { subject, title, text, button, note } = words.clientAccount.takenMail
  return mailOf(studio, { subject, title, text: text(studio.name), link: { button, url }, notes: [note] })
}

/** To the address before: what happened, and the link that undoes it (R43). */
export function emailChangedMail({ studio, moment, url }: { studio: Studio; moment: string; url: string }) {
  const { subject, title, text, yours, notYours, button, note } = words.clientAccount.changedMail
  return mailOf(studio, {
    subject,
    title,
    text: [text(studio.name, moment), yours, notYours],
    link: { button, url },
    notes: [note],
  })
}

/** To an address that was replaced by another one and cannot take it back: the one before it can. */
export function emailReplacedMail({ studio, moment }: { studio: Studio; moment: string }) {
  const { subject, title, text, yours, notYours } = words.clientAccount.replacedMail
  return mailOf(studio, { subject, title, text: [text(studio.name, moment), yours, notYours(studio.name)], notes: [] })
}

/** To an address that was on file until the one before took the change back. */
export function emailRevertedMail({ studio, moment }: { studio: Studio; moment: string }) {
  const { subject, title, text, yours, notYours } = words.clientAccount.revertedMail
  return mailOf(studio, { subject, title, text: [text(studio.name, moment), yours, notYours(studio.name)], notes: [] })
}

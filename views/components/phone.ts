import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** A phone number in E.164 as people read it: `+43 660 1234567`. */
export function phoneInWords(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164
}

import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/**
 * A phone number in E.164 (`+491701234567`); undefined when it is none.
 * @param text as typed; must begin with `+` and the country code.
 */
export function e164(text: string): string | undefined {
  const number = parsePhoneNumberFromString(text)
  return number?.isValid() ? number.number : undefined
}

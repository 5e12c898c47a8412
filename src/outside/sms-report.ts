const BAD_NUMBER = 'This number cannot receive SMS.'
const OUR_SENDER = 'The SMS service refused our sender.'
const OUR_ACCOUNT = 'Our account at the SMS service does not allow it.'

/** Twilio's codes (https://www.twilio.com/docs/api/errors), of refusals and of reports alike, in the photographer's words. */
const PROBLEMS: Record<number, string> = {
  21211: BAD_NUMBER,
  21614: BAD_NUMBER,
  21635: BAD_NUMBER,
  30005: BAD_NUMBER,
  30006: BAD_NUMBER,
  21408: 'SMS to this country are not turned on at the SMS service.',
  21610: 'They have asked to get no more SMS from this sender.',
  21606: OUR_SENDER,
  21612: OUR_SENDER,
  21659: OUR_SENDER,
  21660: OUR_SENDER,
  21661: OUR_SENDER,
  30032: OUR_SENDER,
  30034: OUR_SENDER,
  20003: 'The SMS service refused our key.',
  20005: OUR_ACCOUNT,
  21608: OUR_ACCOUNT,
  30002: OUR_ACCOUNT,
  30003: 'The phone is switched off or out of reach.',
  30004: 'The phone or its network blocks our SMS.',
  30007: 'The network took it for spam.',
  30036: 'It could not be delivered in time.',
}

/** What an error of Twilio's means; undefined when it is none that we know. */
export function smsProblem(code: number | undefined): string | undefined {
  return code === undefined ? undefined : PROBLEMS[code]
}

/** What became of an SMS in the end: why it did not arrive, or null. */
export type SmsReport = { providerId: string; problem: string | null }

/**
 * Reads a status callback (https://www.twilio.com/docs/messaging/guides/track-outbound-message-status).
 * @returns undefined for the stations on the way, `queued` or `sent`, and for what is no report
 */
export function smsReport(form: URLSearchParams): SmsReport | undefined {
  const providerId = form.get('MessageSid')
  if (!providerId) return undefined
  switch (form.get('MessageStatus')) {
    case 'delivered':
      return { providerId, problem: null }
    case 'undelivered':
    case 'failed':
      return { providerId, problem: smsProblem(Number(form.get('ErrorCode'))) ?? 'The network did not deliver it.' }
    default:
      return undefined
  }
}

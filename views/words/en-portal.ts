import { CODE_VALID_MINUTES } from '../../src/door/code'
import { STEP_UP_MINUTES } from '../../src/door/step-up'

/** What clients read in the portal, and on the way into it. */
export const portalWords = {
  nav: 'Portal',
  account: 'Account',
  signIn: {
    title: 'Your galleries',
    text: (studio: string) => `Everything that ${studio} has made for you, in one place.`,
    next: 'Continue',
    welcome: 'Welcome',
    as: (email: string) => `You sign in as ${email}.`,
    enter: 'Sign in',
    code: 'Email me a login code',
    sms: 'Text me a login code',
    wrong: 'This email and password do not belong together here. Try again, or have a login code sent.',
    asked: (address: string, by: 'email' | 'sms') =>
      by === 'sms'
        ? `If ${address} is known here and a phone is on file, a six-digit code is on its way to it.`
        : `If ${address} is known here, a six-digit code is on its way.`,
    withPassword: 'Use another way',
    out: 'You are signed out. Links and codes let you in again.',
  },
  overview: {
    title: 'Your galleries',
    hello: (name: string) => `Hello, ${name}.`,
    out: 'Sign out',
  },
  stepUp: {
    title: 'Confirm that it’s you',
    text: `Your account is yours alone to change. A six-digit code shows that it’s you; it then holds for ${STEP_UP_MINUTES} minutes in this browser.`,
    email: (address: string) => `Email a code to ${address}`,
    sms: (phone: string) => `Text a code to ${phone}`,
    sent: (to: string) =>
      `A six-digit code is on its way to ${to}. It works for ${CODE_VALID_MINUTES} minutes, in this browser.`,
    enter: 'Confirm',
    other: 'Use another way',
    notNow: 'Not now',
    needed: {
      title: 'First, confirm that it’s you',
      text: `Nothing was saved. Changes to your account ask for a code or a passkey, which then holds for ${STEP_UP_MINUTES} minutes.`,
      go: 'Confirm that it’s me',
    },
  },
}

import { CODE_VALID_MINUTES } from '../../src/door/code'
import { CONTINUATION_OPENS_SECONDS } from '../../src/door/continuation'
import { PORTAL_LINK_OPENS_MINUTES } from '../../src/door/portal-link'
import { STEP_UP_MINUTES } from '../../src/door/step-up'

/** What clients read in the portal, and on the way into it. */
export const portalWords = {
  nav: 'Portal',
  galleries: 'Galleries',
  account: 'Account',
  out: 'Sign out',
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
    other: 'Use another way',
    out: 'You are signed out. Links and codes let you in again, and a password or passkey if you have one.',
  },
  overview: {
    title: 'Your galleries',
    as: (name: string) => `You are signed in as ${name}.`,
    none: (studio: string) =>
      `Your galleries will be here. Once ${studio} invites you to one, it appears by itself, and opens with one tap.`,
    openUntil: (day: string) => `Open until ${day}`,
    closesIn: (days: number) => ['Closes today', 'Closes tomorrow'][days] ?? `Closes in ${days} days`,
    opens: (moment: string) => `Opens ${moment}`,
    notYet: 'Not open yet',
    closed: { title: 'Closed', since: (day: string) => `Was open until ${day}` },
    favourites: {
      title: 'Favourites',
      none: 'Nothing yet. The photographs that you mark as favourites will be gathered here, from all your galleries.',
    },
    orders: {
      title: 'Orders and purchases',
      none: (studio: string) =>
        `Nothing yet. What you order or buy from ${studio} will be listed here, to download again whenever you like.`,
    },
    details: 'Account details',
  },
  /** At a gallery, for who is signed in. */
  continueAs: (name: string) => `Continue as ${name}`,
  signedInAs: 'You are signed in on this device.',
  backToAll: 'Not now, back to my galleries',
  toAll: 'All my galleries',
  continuation: {
    begin: 'Continue on another device',
    title: 'Continue on another device',
    text: (place: string) => `Scan this with your other device: it opens ${place} there, as you.`,
    portal: 'your galleries',
    once: `It works once, for ${CONTINUATION_OPENS_SECONDS} seconds.`,
    left: (seconds: string) => `It works once, for ${seconds} more.`,
    gone: 'This code has run out.',
    again: 'Show a new code',
    qr: 'Code to scan with the other device',
    look: 'Scanned? See whether you are in there.',
    waiting: {
      title: 'Not there yet',
      text: 'Nobody has come in by the code so far. It has to be scanned, and the button pressed there.',
    },
    done: { title: 'Done', text: 'You are in on your other device.' },
    back: 'Back',
    welcome: 'Continue here',
    from: (place: string) => `You come from another screen, where you are looking at ${place}.`,
    go: (name: string) => `Continue as ${name}`,
    over: {
      title: 'This code has run out',
      text: `It works once, for ${CONTINUATION_OPENS_SECONDS} seconds. Show a new one on the other screen and scan that.`,
      signIn: 'Sign in here instead',
    },
  },
  devices: {
    title: 'Your devices',
    text: (studio: string) => `Where you are signed in at ${studio}. What you do not know you can sign out.`,
    unknown: 'A browser',
    here: 'This device',
    seen: (ago: string) => `Last seen ${ago}`,
    signedIn: (when: string) => `Signed in ${when}`,
    byLink: (when: string) => `Came in by a link ${when}`,
    signOut: 'Sign out',
    of: (device: string) => `Sign out ${device}`,
    others: 'Sign out everywhere else',
    out: 'That device is signed out.',
    outElsewhere: 'You are signed out everywhere but here.',
    only: 'You are signed in nowhere else.',
  },
  newDevice: {
    subject: (studio: string) => `${studio}: a new sign-in`,
    title: 'You signed in on a new device',
    unknown: 'A browser',
    facts: (facts: { browser: string; place: string | null; at: string }) =>
      `${facts.browser}${facts.place ? `, ${facts.place}` : ''}, on ${facts.at}.`,
    yours: 'If that was you, there is nothing to do.',
    not: 'If not, sign that device out.',
    button: 'See your devices',
    reset:
      'Somebody may have read your email or know your password. Then set a new one, which signs out everybody else:',
    staff: 'Somebody may have read your email. Secure your mailbox first: login codes go there.',
  },
  stepUp: {
    title: 'Confirm that it’s you',
    text: (hasPasskey: boolean) =>
      `Your account is yours alone to change. A ${hasPasskey ? 'passkey or a ' : ''}six-digit code shows that it’s you; it then holds for ${STEP_UP_MINUTES} minutes in this browser.`,
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
  /** A link into the portal (R32). */
  link: {
    title: 'Your galleries',
    text: (studio: string) => `Everything that ${studio} has made for you, in one place.`,
    open: 'Open your galleries',
    refused: {
      used: {
        title: 'This link was used',
        text: 'It opens once, and it was opened before: perhaps in another browser.',
      },
      replaced: {
        title: 'There is a newer link',
        text: 'Only the newest one opens. Use that, or have another one sent.',
      },
      over: { title: 'This link has run out', text: `It opened for ${PORTAL_LINK_OPENS_MINUTES} minutes.` },
      moved: {
        title: 'This link no longer works',
        text: 'Your email address has changed since it was sent. Sign in with the new one.',
      },
    },
    again: 'Send me a new link',
    to: (address: string) => `It will go to ${address}.`,
    other: 'Sign in another way',
    sent: {
      title: 'Check your email',
      text: (address: string) =>
        `A new link is on its way to ${address}. It works once, for ${PORTAL_LINK_OPENS_MINUTES} minutes.`,
    },
    tooOften: (wait: string) =>
      `A link was sent already. Look for it, among the spam too; another one can be sent ${wait}.`,
    /** Ready for any messenger. */
    share: (name: string, studio: string, url: string) =>
      `Dear ${name}, here are all your galleries at ${studio}: ${url} The link is yours alone, works once, and within ${PORTAL_LINK_OPENS_MINUTES} minutes.`,
  },
  linkMail: {
    invitation: {
      subject: (studio: string) => `${studio}: all your galleries in one place`,
      text: (studio: string) =>
        `${studio} has a page of your own for you: all your galleries in one place, those you have and every later one.`,
      none: (studio: string) =>
        `${studio} has a page of your own for you: every gallery that you are invited to will be there, in one place.`,
    },
    login: {
      subject: (studio: string) => `${studio}: your way in`,
      text: (studio: string) => `here is the link to your galleries at ${studio}.`,
    },
    title: 'Your galleries',
    button: 'Open your galleries',
    note: `This link is yours alone. It works once, for ${PORTAL_LINK_OPENS_MINUTES} minutes.`,
    /** What comes behind it is the portal's address. */
    afterwards: (email: string) =>
      `Later, and on other devices, you come in at the address below with ${email}: a code is sent to it, and you need no password.`,
  },
  privacy: {
    title: 'What is known about you',
    text: (studio: string) =>
      `This is what ${studio} keeps about you here. Nobody outside the studio sees it; it is yours to take along, and to have erased.`,
    details: 'On file',
    name: 'Name',
    email: 'Email',
    phone: 'Phone',
    noPhone: 'none',
    password: 'Password',
    isSet: (day: string) => `set on ${day}; kept so that nobody can read it`,
    isNotSet: 'none',
    since: 'Since',
    galleries: 'Galleries you were let into',
    inGallery: (role: string, day: string) => `as ${role}, since ${day}`,
    left: (day: string) => `until ${day}`,
    rest: 'Besides',
    counts: {
      visits: 'Visits to galleries, with when and how long',
      signIns: 'Sign-ins to these pages',
      devices: 'Devices you came with, by browser and town',
      messages: 'Messages to you, with what became of them',
      links: 'Links that were made for you',
      codes: 'Login codes, without their digits',
      passkeys: 'Passkeys, by their public half',
      emailChanges: 'Changes of your address',
      requests: 'Requests to be told, or for more time',
      events: 'What happened at a gallery’s door',
    },
    export: 'Download all of it',
    confirmed: 'Confirmed. Download your file.',
    exportHint: 'One file, JSON. It asks once more that it’s you.',
    erase: 'Erase all of it',
    eraseHint: 'Ends your access to every gallery of this studio at once.',
  },
  erasure: {
    title: 'Erase what is known about you',
    text: (studio: string) =>
      `Your name, address and phone, your password and passkeys, your requests and devices are removed from ${studio}’s records, and every gallery closes for you at once. Nobody can undo it.`,
    stays: 'What stays, because it names nobody or has to',
    kept: [
      'That somebody was let into a gallery, and when: the studio has to be able to say who could see its photographs. It stands there as “a contact”, with these days and without a name.',
      'That messages went out, without to whom and without their text.',
      'Your address, until the email is sent that tells you it is done.',
      'Tries at codes and passwords, for two days, under a number that only the server can make: else guessing could start anew.',
      'Copies that the database keeps against accidents, for 30 days at most.',
      'The photographs. They are the studio’s; write to it if you are in them and want them gone.',
      'Messages that were delivered, with the services that delivered them.',
    ],
    waits: {
      title: 'Your data can’t be erased yet',
      text: (moment: string) =>
        `The address of your account was changed, and the address before can take that back until ${moment}. Until then nothing is erased, so that nobody who is not you can do it.`,
      later: (studio: string) => `Come back after that. If it can’t wait, write to ${studio} from both addresses.`,
      back: 'Back to your data',
    },
    first: 'Download what is known about you first',
    go: 'Erase all of it',
    back: 'Keep it',
    done: {
      title: 'It is erased',
      text: (studio: string) =>
        `${studio} no longer knows who you are here, and you are signed out everywhere. An email to you says so too.`,
    },
  },
}
